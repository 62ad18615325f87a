package main

import (
	"bytes"
	"context"
	"flag"
	"slices"
	"strings"
	"testing"
)

func start(env map[string]string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, func(name string) string { return env[name] }, &out, &err)
	return code, out.String(), err.String()
}

func TestUsedWrongly(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		says string
	}{
		"unknown flag":      {nil, []string{"-nonsense"}, "nonsense"},
		"unknown command":   {nil, []string{"nonsense"}, "nonsense"},
		"too much":          {nil, []string{"serve", "nonsense"}, "nonsense"},
		"flag of another":   {nil, []string{"migrate", "-phone", "+8613800000001"}, "phone"},
		"no value":          {nil, []string{"-addr"}, "addr"},
		"address":           {map[string]string{"LINLI_ADDR": "8080"}, nil, "LINLI_ADDR"},
		"mode":              {map[string]string{"LINLI_MODE": "prod"}, nil, "LINLI_MODE"},
		"demo":              {nil, []string{"-demo", "huge"}, "LINLI_DEMO"},
		"introspection":     {nil, []string{"-introspection=1"}, "LINLI_INTROSPECTION"},
		"rate limits":       {nil, []string{"-rate-limits", "no"}, "LINLI_RATE_LIMITS"},
		"database":          {map[string]string{"DATABASE_URL": "mysql://u:geheim@h/d"}, nil, "DATABASE_URL"},
		"url":               {nil, []string{"-url", "example.org"}, "LINLI_URL"},
		"url with a path":   {nil, []string{"-url", "https://example.org/linli"}, "LINLI_URL"},
		"sms":               {map[string]string{"LINLI_SMS_URL": "geheim.example/x"}, nil, "LINLI_SMS_URL"},
		"origin":            {nil, []string{"-origins", "https://a.example,b.example"}, "LINLI_ORIGINS"},
		"proxy":             {nil, []string{"-trusted-proxies", "10.0.0.0/40"}, "LINLI_TRUSTED_PROXIES"},
		"metrics":           {nil, []string{"-metrics-addr", "x"}, "LINLI_METRICS_ADDR"},
		"batch":             {map[string]string{"LINLI_BATCH": "0"}, nil, "LINLI_BATCH"},
		"nats":              {map[string]string{"DATABASE_URL": "postgres://h/d", "LINLI_NATS_URL": "http://u:geheim@h"}, nil, "LINLI_NATS_URL"},
		"nats, no host":     {map[string]string{"DATABASE_URL": "postgres://h/d", "LINLI_NATS_URL": "nats://u:geheim@h,nats://"}, nil, "LINLI_NATS_URL"},
		"nats, no address":  {map[string]string{"DATABASE_URL": "postgres://h/d", "LINLI_NATS_URL": "nats://u:geheim@h:99%"}, nil, "LINLI_NATS_URL"},
		"nats and SQLite":   {map[string]string{"LINLI_NATS_URL": "nats://u:geheim@h"}, nil, "DATABASE_URL"},
		"token of nobody":   {nil, []string{"token"}, "-phone"},
		"token of too many": {nil, []string{"token", "-phone", "+8613800000001", "-demo", "2"}, "-phone"},
		"invite nobody":     {nil, []string{"invite"}, "-phone"},
		"backup to nowhere": {nil, []string{"backup"}, "FILE"},
		"demo of no size":   {nil, []string{"demo", "-size", "huge"}, "-size"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := start(c.env, c.args...)
			if code != 2 || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) || strings.Contains(stderr, "geheim") {
				t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
			}
		})
	}
}

func TestSettingsBehindAFile(t *testing.T) {
	c := &Config{}
	words, err := c.parse([]string{"copy.db", "-data", "there", "more"}, func(*flag.FlagSet) {})
	if err != nil || c.Data != "there" || !slices.Equal(words, []string{"copy.db", "more"}) {
		t.Fatalf("read as %q with data %q: %v", words, c.Data, err)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-help"}, {"help"}, {"token", "-h"}} {
		code, stdout, stderr := start(nil, args...)
		if code != 0 || stderr != "" {
			t.Fatalf("%v: exit %d, %q", args, code, stderr)
		}
		for _, s := range new(Config).settings() {
			if !strings.Contains(stdout, s.env+" ") || !strings.Contains(stdout, " -"+s.flag+" ") || !strings.Contains(stdout, s.sentence) || !strings.Contains(stdout, s.fallback) {
				t.Errorf("%s is not explained", s.env)
			}
		}
		for _, c := range commands {
			if !strings.Contains(stdout, "  "+c.name+" ") {
				t.Errorf("%s is not explained", c.name)
			}
		}
	}
}

func TestSettings(t *testing.T) {
	c := &Config{}
	c.fromEnvironment(func(name string) string {
		return map[string]string{"LINLI_ADDR": "0.0.0.0:9000", "LINLI_DATA": "/srv/linli", "LINLI_MODE": "development"}[name]
	})
	if _, err := c.parse([]string{"-data", "/other"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	if c.Addr != "0.0.0.0:9000" || c.Data != "/other" || c.Keys != "/other/keys" || c.URL != "http://localhost:9000" || c.Demo != "none" || c.RateLimits != "on" || !c.Introspects() {
		t.Fatalf("read as %+v", c)
	}
	c.Introspection = "off"
	if c.Introspects() {
		t.Fatal("off is not off")
	}
}
