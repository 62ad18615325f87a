package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// Config holds every setting, each an environment variable and a flag; the flag wins.
type Config struct {
	Addr, Data, DatabaseURL, Mode, Demo, URL, Keys, SMSURL      string
	Introspection, RateLimits, Origins, Proxies, MetricsAddress string
	Batch, NATSURL                                              string
}

// setting is one row of the table that -help prints.
type setting struct {
	env, flag, fallback, shown, sentence string
	value                                *string
}

func (c *Config) settings() []setting {
	return []setting{
		{"LINLI_ADDR", "addr", "127.0.0.1:8080", "", "where to listen", &c.Addr},
		{"LINLI_DATA", "data", "./data", "", "the one folder that holds state: the database and the keys", &c.Data},
		{"DATABASE_URL", "database-url", "", "empty", "postgres://… for PostgreSQL; empty: SQLite in LINLI_DATA", &c.DatabaseURL},
		{"LINLI_NATS_URL", "nats-url", "", "empty", "nats://… or tls://…, with commas between: replicas on PostgreSQL tell each other of changes there; empty: through the database", &c.NATSURL},
		{"LINLI_MODE", "mode", "production", "", "production, or development: explorer, introspection, login codes in the log", &c.Mode},
		{"LINLI_DEMO", "demo", "none", "", "none, small or full: the demo community, loaded into an empty database", &c.Demo},
		{"LINLI_URL", "url", "", "from LINLI_ADDR", "public base of links, and the origin of the app; https makes cookies Secure", &c.URL},
		{"LINLI_KEYS", "keys", "", "keys in LINLI_DATA", "the file of secret keys, made at the first start; all replicas share it", &c.Keys},
		{"LINLI_SMS_URL", "sms-url", "", "empty", "HTTP gateway for login codes and offers of a place; without it people sign in with invitation cards", &c.SMSURL},
		{"LINLI_INTROSPECTION", "introspection", "", "by mode", "on or off: whether the API describes itself", &c.Introspection},
		{"LINLI_RATE_LIMITS", "rate-limits", "on", "", "off lifts every throttle and cap per person or address", &c.RateLimits},
		{"LINLI_ORIGINS", "origins", "", "own", "further origins that browsers may call from, with commas between", &c.Origins},
		{"LINLI_TRUSTED_PROXIES", "trusted-proxies", "", "none", "addresses or networks of proxies whose forwarded address is believed, with commas between", &c.Proxies},
		{"LINLI_METRICS_ADDR", "metrics-addr", "", "empty", "a private address for metrics and profiles", &c.MetricsAddress},
		{"LINLI_BATCH", "batch", "256", "", "the most requests for places that one transaction decides; 1 shows what batching gives", &c.Batch},
	}
}

// errUsage marks a mistake of whoever started the program: one line, exit 2.
type errUsage struct{ text string }

func (e errUsage) Error() string { return e.text }

func usage(format string, args ...any) error { return errUsage{fmt.Sprintf(format, args...)} }

// errHelp asks for the help text.
var errHelp = errors.New("help")

// parse reads settings and flags; own adds the flags of one command, which may stand behind its words too. It returns the
// words.
func (c *Config) parse(args []string, own func(*flag.FlagSet)) ([]string, error) {
	set := flag.NewFlagSet("server", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	if own != nil {
		own(set)
	}
	for _, s := range c.settings() {
		if set.Lookup(s.flag) == nil { // `token -demo 200` is the command's own
			set.StringVar(s.value, s.flag, *s.value, s.sentence)
		}
	}
	var words []string
	for {
		switch err := set.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return nil, errHelp
		case err != nil:
			return nil, usage("%s (-help lists the settings)", err)
		case own == nil || set.NArg() == 0:
			return append(words, set.Args()...), nil
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
}

// fromEnvironment fills in the variables, and the defaults where there are none.
func (c *Config) fromEnvironment(getenv func(string) string) {
	for _, s := range c.settings() {
		*s.value = s.fallback
		if v := getenv(s.env); v != "" {
			*s.value = v
		}
	}
}

// Development tells whether this is a developer's machine.
func (c *Config) Development() bool { return c.Mode == "development" }

// Introspects tells whether the API describes itself.
func (c *Config) Introspects() bool {
	return c.Introspection == "on" || c.Introspection == "" && c.Development()
}

func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
