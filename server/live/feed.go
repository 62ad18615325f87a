package live

import "context"

// Feed drives one subscription without a goroutine of its own: the hub calls its wake-up, and whoever made it then reads.
// It is for one caller at a time.
type Feed struct {
	// Revision is of what was read last; Public says that everybody who may read it reads the same.
	Revision int64
	Public   bool

	wake  func()
	watch *Watch
	read  func(seen int64) (Reading, error)
}

// Reading is what a read found: nothing newer when Newer is false.
type Reading struct {
	Newer    bool
	Revision int64
	Public   bool
}

// NewFeed makes a feed that calls wake when something changed; wake must be quick and may not call the hub.
func NewFeed(wake func()) *Feed { return &Feed{wake: wake} }

type feedKey struct{}

// WithFeed gives the subscription that begins in this context its feed.
func WithFeed(ctx context.Context, f *Feed) context.Context {
	return context.WithValue(ctx, feedKey{}, f)
}

// FeedOf returns the feed of this subscription. Without one in the context nobody reads on: the subscription ends with its
// first answer.
func FeedOf(ctx context.Context) *Feed {
	if f, ok := ctx.Value(feedKey{}).(*Feed); ok {
		return f
	}
	f := NewFeed(func() {})
	context.AfterFunc(ctx, f.Close)
	return f
}

// Begin registers for the topics first and reads then, so that no change falls between. read is told the revision that was
// seen last. When it fails, nothing stays registered.
func (f *Feed) Begin(hub *Hub, topics []string, read func(seen int64) (Reading, error)) error {
	f.watch, f.read, f.Revision = hub.Call(f.wake, topics...), read, -1
	if _, err := f.Read(); err != nil {
		f.Close()
		return err
	}
	return nil
}

// Read reads once and tells whether there is something newer than before.
func (f *Feed) Read() (bool, error) {
	r, err := f.read(f.Revision)
	if err != nil || !r.Newer {
		return false, err
	}
	f.Revision, f.Public = r.Revision, r.Public
	return true, nil
}

// Close ends the wake-ups; a feed that never began may be closed too.
func (f *Feed) Close() {
	if f.watch != nil {
		f.watch.Close()
	}
}
