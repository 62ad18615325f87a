package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// residentOf is the memory that a process holds, in bytes.
func residentOf(pid int) int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

// worked is the processor time that a process has taken, its own and the kernel's for it; it is told in hundredths of a second.
func worked(pid int) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// process is a program that was started and is killed in the end.
type process struct {
	pid    int
	exited chan struct{}
	said   bytes.Buffer // to be read when it has exited
	cmd    *exec.Cmd
}

func launch(cmd *exec.Cmd) (*process, error) {
	p := &process{exited: make(chan struct{}), cmd: cmd}
	cmd.Stdout, cmd.Stderr = &p.said, &p.said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p.pid = cmd.Process.Pid
	go func() { _ = cmd.Wait(); close(p.exited) }()
	return p, nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.exited
}

// fetch gets a private page of a server.
func fetch(ctx context.Context, url string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: HTTP %d", url, answer.StatusCode)
	}
	return raw, err
}

// figureOf is one of the figures on a program's private page.
func figureOf(ctx context.Context, private, name string) (int64, error) {
	raw, err := fetch(ctx, "http://"+private+"/metrics")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		}
	}
	return 0, fmt.Errorf("no %s among the metrics", name)
}

// rest is how long a server is left alone before its memory is read.
const rest = 2 * time.Second

// settle lets a server come to rest: its garbage is collected twice, the first time freeing what the second then clears from
// pools.
func settle(ctx context.Context, collect func(context.Context) error) error {
	time.Sleep(rest)
	for range 2 {
		if err := collect(ctx); err != nil {
			return err
		}
	}
	time.Sleep(rest / 2)
	return nil
}

// collecting asks a Go program that serves its profiles to collect its garbage.
func collecting(private string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := fetch(ctx, "http://"+private+"/debug/pprof/heap?gc=1")
		return err
	}
}

// collect asks a peer that listens for the signal to collect its garbage, and gives it time to.
func (p *process) collect(context.Context) error {
	err := p.cmd.Process.Signal(syscall.SIGUSR2)
	time.Sleep(rest / 4)
	return err
}
