package demo

import "time"

// inbox puts a few lines into the inboxes of the people whom the contract names.
func (w *world) inbox() {
	me, lead, opera := w.byPhone[1], w.byPhone[2], w.byPhone[5]
	w.news = append(w.news,
		&news{to: me, about: me, actor: lead, kind: "SIGNED_UP", event: w.treat, at: w.now.Add(-26 * time.Hour), read: true},
		&news{to: me, about: me, actor: opera, kind: "CHANGED", event: w.treat, at: w.now.Add(-3 * time.Hour)},
		&news{to: lead, about: lead, kind: "ROLE", at: w.now.Add(-20 * 24 * time.Hour), read: true},
		&news{to: w.offered.person, about: w.offered.person, kind: "OFFERED", event: w.nearly, signUp: w.offered, at: w.now.Add(-time.Hour)},
	)
}

// applicants are people who ask to join: name, and the building as they typed it.
var applicants = [][2]string{{"沈雨晴", "悦湖苑1号楼"}, {"高明远", "梧桐里2号楼 302"}}
