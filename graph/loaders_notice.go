package graph

import (
	"github.com/vikstrous/dataloadgen"

	"linli/ent/db"
	"linli/server/notice"
)

// noticeLoaders are the loaders of what a line of the inbox names.
type noticeLoaders struct {
	toldPerson *dataloadgen.Loader[string, *db.Person]
}

func newNoticeLoaders(i *notice.Inbox) noticeLoaders {
	return noticeLoaders{toldPerson: one(i.People, func(p *db.Person) string { return p.ID })}
}
