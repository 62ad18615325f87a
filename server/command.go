package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

// command is one thing that the program does; flags adds its own flags and returns what runs with them.
type command struct {
	name, usage, sentence string
	flags                 func(*flag.FlagSet) action
}

type action func(ctx context.Context, c *Config, rest []string, out *console) error

var commands = []command{
	{"serve", "", "serves; what happens without a command", func(*flag.FlagSet) action { return serve }},
	{"token", "-phone +86… | -demo N", "prints a bearer token of that person, or phone and token of the first N demo people", printToken},
	{"invite", "-phone +86…", "prints an invitation link for that person", printInvitation},
	{"rotate-keys", "[-lost]", "makes a new key for tickets, also beside a running server; -lost: an old one is in wrong hands", rotateKeys},
	{"migrate", "", "brings the database up to date", func(*flag.FlagSet) action { return migrate }},
	{"demo", "-size small|full [-reload]", "loads the demo community; -reload replaces the one that is there", loadDemo},
	{"backup", "FILE", "writes a consistent copy of the embedded database, also beside a running server", func(*flag.FlagSet) action { return backup }},
	{"healthcheck", "", "asks a server on LINLI_ADDR whether it is ready", func(*flag.FlagSet) action { return healthcheck }},
}

// dispatch finds the command, reads its settings and runs it. Settings may stand before and behind the command's name.
func dispatch(ctx context.Context, args []string, getenv func(string) string, out *console) error {
	c := &Config{}
	c.fromEnvironment(getenv)
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		rest, err := c.parse(args, nil)
		if err != nil {
			return err
		}
		args = rest
	}
	name := "serve"
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	for _, cmd := range commands {
		if cmd.name != name {
			continue
		}
		var act action
		rest, err := c.parse(args, func(set *flag.FlagSet) { act = cmd.flags(set) })
		if err != nil {
			return err
		}
		if err := c.check(); err != nil {
			return err
		}
		return act(ctx, c, rest, out)
	}
	if name == "help" {
		return errHelp
	}
	return usage("there is no command %q (-help lists them)", name)
}

// none refuses what stands behind the flags of a command that takes nothing.
func none(rest []string) error {
	if len(rest) > 0 {
		return usage("%q is not expected here (-help shows the usage)", rest[0])
	}
	return nil
}

func help(w io.Writer) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	say("Linli 邻里: a community's volunteering, one program.\n\nUsage: server [settings] [command] [flags]\n\nCommands:")
	for _, c := range commands {
		say("  %-40s %s", c.name+" "+c.usage, c.sentence)
	}
	say("\nSettings, each an environment variable and a flag; the flag wins:")
	for _, s := range new(Config).settings() {
		shown := s.shown
		if shown == "" {
			shown = s.fallback
		}
		say("  %-22s -%-16s default %s\n      %s", s.env, s.flag, shown, s.sentence)
	}
}
