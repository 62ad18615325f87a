// A sign-up backend on PocketBase, to measure beside: two collections and one hook, which admits only while places are left,
// in the record's own transaction. Every commit is flushed to the disk, as ours are; PocketBase's default leaves that out.
package main

import (
	"log"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
	_ "modernc.org/sqlite" // the driver that PocketBase uses itself
)

// pragmas are PocketBase's own but for synchronous.
const pragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)"

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DefaultDataDir: os.Getenv("PEER_DATA"),
		DBConnect:      func(path string) (*dbx.DB, error) { return dbx.Open("sqlite", path+pragmas) },
	})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if err := seed(e.App); err != nil {
			return err
		}
		return e.Next()
	})
	collect := make(chan os.Signal, 1)
	signal.Notify(collect, syscall.SIGUSR2)
	go func() {
		for range collect { // before its memory is read
			runtime.GC()
		}
	}()
	app.OnRecordCreateRequest("signups").BindFunc(admit)
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// admit counts one place and saves the sign-up in one transaction; PocketBase runs those that write one at a time.
func admit(e *core.RecordRequestEvent) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		event, err := tx.FindRecordById("events", e.Record.GetString("event"))
		if err != nil {
			return apis.NewNotFoundError("no such event", nil)
		}
		if event.GetInt("taken") >= event.GetInt("capacity") {
			return apis.NewApiError(409, "full", nil)
		}
		event.Set("taken", event.GetInt("taken")+1)
		if err := tx.Save(event); err != nil {
			return err
		}
		return e.Next()
	})
}

// seed makes the tables and one event with 6,000 places.
func seed(app core.App) error {
	open, whole := types.Pointer(""), types.Pointer(0.0)
	events := core.NewBaseCollection("events")
	events.Fields.Add(&core.TextField{Name: "title"}, &core.NumberField{Name: "capacity", OnlyInt: true, Min: whole}, &core.NumberField{Name: "taken", OnlyInt: true, Min: whole})
	events.ListRule, events.ViewRule = open, open
	if err := app.Save(events); err != nil {
		return err
	}
	signups := core.NewBaseCollection("signups")
	signups.Fields.Add(&core.RelationField{Name: "event", CollectionId: events.Id, MaxSelect: 1, Required: true}, &core.TextField{Name: "member", Required: true})
	signups.AddIndex("signups_event_member", true, "event, member", "")
	signups.ListRule, signups.CreateRule = open, open
	if err := app.Save(signups); err != nil {
		return err
	}
	r := core.NewRecord(events)
	r.Set("id", "event0000000001")
	r.Set("title", "Service day")
	r.Set("capacity", 6000)
	return app.Save(r)
}
