// Linli runs a community's volunteering: one program with the API, the front end and, unless told otherwise, the database.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // communities have time zones, and a small image has no list of them
)

func main() {
	keepPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program: it answers the exit code, 0 for done, 1 for failed, 2 for used wrongly. Only a result goes to
// stdout.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	err := dispatch(ctx, args, getenv, &console{out: stdout, err: stderr})
	var wrong errUsage
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errHelp):
		help(stdout)
		return 0
	case errors.As(err, &wrong):
		_, _ = fmt.Fprintln(stderr, "server: "+wrong.text)
		return 2
	}
	_, _ = fmt.Fprintln(stderr, "server: "+err.Error())
	return 1
}

// console is where a command writes: its result, and everything else.
type console struct{ out, err io.Writer }

func (c *console) say(format string, args ...any) { _, _ = fmt.Fprintf(c.err, format+"\n", args...) }

func (c *console) result(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format+"\n", args...)
}
