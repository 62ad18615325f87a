package main

import (
	"context"
	"flag"

	"linli/server/fault"
)

func printToken(set *flag.FlagSet) action {
	phone := set.String("phone", "", "of the person")
	demo := set.Int("demo", 0, "how many demo people")
	return func(ctx context.Context, c *Config, rest []string, out *console) error {
		if err := none(rest); err != nil {
			return err
		}
		if (*phone == "") == (*demo == 0) {
			return usage("token needs either -phone +86… or -demo N")
		}
		return c.fitting(ctx, func(p *program) error {
			if *phone != "" {
				pass, err := p.auth.TokenFor(ctx, *phone)
				if err != nil {
					return refused("token", err)
				}
				out.result("%s", pass)
				return nil
			}
			passes, err := p.auth.DemoTokens(ctx, *demo)
			if err != nil {
				return refused("token", err)
			}
			if len(passes) == 0 {
				return usage("there are no demo people in this database (server demo loads them)")
			}
			for _, pass := range passes {
				out.result("%s\t%s", pass.Phone, pass.Token)
			}
			return nil
		})
	}
}

func printInvitation(set *flag.FlagSet) action {
	phone := set.String("phone", "", "of the person")
	return func(ctx context.Context, c *Config, rest []string, out *console) error {
		if err := none(rest); err != nil {
			return err
		}
		if *phone == "" {
			return usage("invite needs -phone +86…")
		}
		return c.fitting(ctx, func(p *program) error {
			card, err := p.auth.Invite(ctx, *phone)
			if err != nil {
				return refused("invite", err)
			}
			out.result("%s", card.URL)
			out.say("valid once, until %s", card.ExpiresAt.Local().Format("2006-01-02 15:04"))
			return nil
		})
	}
}

// refused says in words what a rule refuses; a wrong number is a mistake of whoever typed it.
func refused(command string, err error) error {
	switch fault.Of(err) {
	case fault.NotFound:
		return usage("%s: nobody has this phone number", command)
	case fault.BadInput:
		return usage("%s: this is not a number that can be used here", command)
	}
	return err
}
