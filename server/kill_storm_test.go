package main

import (
	"math/rand/v2"
	"testing"
)

func TestKilledInAStormOnSQLite(t *testing.T) {
	c, r := newCrowd(t)
	c.killed(r, func() {})
}

// killed kills the server, at whatever it is doing, again and again, and looks each time at what it leaves.
func (c *crowd) killed(r *running, left func()) {
	c.Helper()
	random := rand.New(rand.NewPCG(c.seed, 0))
	c.rage()
	for range *kills {
		c.reach(random.IntN(300))
		_ = r.cmd.Process.Kill()
		<-r.ended
		left()
		c.check(false)
		r = c.serve()
	}
	c.reach(100)
	c.calm()
	c.check(true)
	c.again()
	c.check(true)
	c.Logf("%d kills, %d answers", *kills, c.answered.Load())
}
