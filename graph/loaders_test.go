package graph

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"linli/server/fault"
)

func TestLoadersReadTogether(t *testing.T) {
	var reads [][]string
	l := one(func(_ context.Context, keys []string) ([]*string, error) {
		reads = append(reads, keys)
		return []*string{&keys[0], &keys[1]}, nil
	}, func(s *string) string { return *s })
	var wait sync.WaitGroup
	for _, key := range []string{"a", "b", "a"} {
		wait.Go(func() {
			if got, err := must(t.Context(), l, key); err != nil || *got != key {
				t.Errorf("%s answers %v, %v", key, got, err)
			}
		})
	}
	wait.Wait()
	slices.Sort(reads[0])
	if len(reads) != 1 || !slices.Equal(reads[0], []string{"a", "b"}) {
		t.Fatalf("read %v", reads)
	}
}

func TestLoadersAnswerForWhatIsHidden(t *testing.T) {
	none := one(func(context.Context, []string) ([]*string, error) { return nil, nil }, func(s *string) string { return *s })
	key := "a"
	if got, err := maybe(t.Context(), none, &key); got != nil || err != nil {
		t.Fatalf("answers %v, %v", got, err)
	}
	if got, err := maybe(t.Context(), none, nil); got != nil || err != nil {
		t.Fatalf("answers %v, %v", got, err)
	}
	if _, err := must(t.Context(), none, key); fault.Of(err) != fault.NotFound {
		t.Fatalf("answers %v", err)
	}
	broken := errors.New("broken")
	fails := many(func(context.Context, []string) ([]string, error) { return nil, broken }, func(s string) (string, string) { return s, s })
	if _, err := fails.Load(t.Context(), key); !errors.Is(err, broken) {
		t.Fatalf("answers %v", err)
	}
}
