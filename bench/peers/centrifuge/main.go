// The same counts by centrifuge, to measure beside: one channel, its JSON protocol over a websocket, everything as its
// defaults are.
package main

import (
	"context"
	"log"

	"github.com/centrifugal/centrifuge"

	"linli/bench/peers/feed"
)

func main() {
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{}}, nil
	})
	node.OnConnect(func(c *centrifuge.Client) {
		c.OnSubscribe(func(_ centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) {
			answer(centrifuge.SubscribeReply{}, nil)
		})
	})
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	feed.Serve(centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{}), func(c *feed.Counts) {
		if _, err := node.Publish("counts", c.Data()); err != nil {
			log.Fatal(err)
		}
	})
}
