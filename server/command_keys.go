package main

import (
	"context"
	"flag"

	"linli/server/ticket"
)

func rotateKeys(set *flag.FlagSet) action {
	lost := set.Bool("lost", false, "ends the old keys with the events that run now")
	return func(ctx context.Context, c *Config, rest []string, out *console) error {
		if err := none(rest); err != nil {
			return err
		}
		return c.fitting(ctx, func(p *program) error {
			done, err := ticket.New(p.store, p.keys).Rotate(ctx, *lost)
			if err != nil {
				return err
			}
			out.say("key %d signs from now on; what older keys signed is valid until %s", done.Number, done.OldEnds.Local().Format("2006-01-02 15:04"))
			return nil
		})
	}
}
