package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"linli/ent/uid"
	"linli/server/text"
)

// tables is everything as rows, those that are pointed at first.
func (w *world) tables() []*table {
	var all []*table
	all = append(all, w.places()...)
	all = append(all, w.folk()...)
	all = append(all, w.circles()...)
	return append(all, w.rosters()...)
}

// founded is when the community began to use Linli.
func (w *world) founded() time.Time { return w.on(-7*max(w.fridays, w.mondays, 60)-30, 9) }

func (w *world) places() []*table {
	communities := into("communities", "id created_at slug name time_zone open level_names")
	units := into("units", "id created_at community_id parent_id level name centre path counts_revision")
	for _, c := range w.communities {
		communities.add(c.id, w.founded(), c.slug, c.name, china.String(), true, "[]")
	}
	for _, u := range w.units {
		var parent any
		if u.parent != nil {
			parent = u.parent.id
		}
		units.add(u.id, w.founded(), u.community, parent, u.level, u.name, u.centre, u.path, 1)
	}
	return []*table{communities, units}
}

func (w *world) folk() []*table {
	people := into("persons", "id created_at community_id unit_id name search phone_sealed phone_hash phone_tail birth_year skills card card_issued_at")
	roles := into("memberships", "id created_at community_id person_id unit_id role")
	proxies := into("proxies", "id created_at community_id holder_id person_id")
	for _, p := range w.people {
		community := p.home.community
		var sealed, hash any
		tail := ""
		if p.phone > 0 {
			number := Phone(p.phone)
			sealed, hash, tail = w.keys.Seal(number), w.keys.HashPhone(number), text.Tail(number)
		}
		born, skills := p.traitRow()
		card := 0
		if !p.cardAt.IsZero() {
			card = 1
		}
		people.add(p.id, w.founded(), community, p.home.id, p.name, text.Searchable(p.name, tail), sealed, hash, tail, born, skills, card, moment(p.cardAt))
		for _, r := range p.roles {
			roles.add(uid.New("me"), w.founded(), community, p.id, r.at.id, r.name)
		}
		for _, other := range p.actsFor {
			proxies.add(uid.New("px"), w.founded(), community, p.id, other.id)
		}
	}
	return []*table{people, roles, proxies, w.applications()}
}

func (w *world) applications() *table {
	t := into("join_requests", "id created_at community_id name building unit_id phone_sealed phone_hash phone_tail status decided_by")
	for i, a := range applicants {
		number := "+861390000000" + string(rune('1'+i))
		house := w.first().root.children[i].children[i]
		t.add(uid.New("jr"), w.now.Add(-time.Duration(2+5*i)*time.Hour), w.first().id, a[0], a[1], house.id,
			w.keys.Seal(number), w.keys.HashPhone(number), text.Tail(number), "PENDING", "")
	}
	return t
}

func (w *world) circles() []*table {
	teams := into("teams", "id created_at community_id unit_id name kind")
	members := into("team_members", "id created_at community_id team_id person_id lead")
	partners := into("partners", "id created_at community_id name kind")
	home := w.first().id
	for _, t := range w.teams {
		teams.add(t.id, w.founded(), home, t.at.id, t.name, t.kind)
		for i, p := range t.people {
			members.add(uid.New("tm"), w.founded(), home, t.id, p.id, i == 0)
		}
	}
	for _, a := range allies {
		partners.add(uid.New("pa"), w.founded(), home, a[0], a[1])
	}
	return []*table{teams, members, partners}
}

func (w *world) rosters() []*table {
	events := into("events", `id created_at community_id unit_id team_id title kind status description place contact_name contact_phone
		starts_at ends_at cancel_reason search roster_version opens_at closes_at withdraw_until one_shift min_age skill minimum`)
	shifts := into("shifts", "id created_at community_id event_id name starts_at ends_at capacity confirmed offered waitlisted checked_in walked_in kept kept_unit_id kept_until kept_taken held")
	signUps := into("sign_ups", `id created_at community_id event_id shift_id person_id status place party signed_up_by reason walk_in
		checked_in_at checked_out_at minutes changed_revision offer_expires_at inside to_call passed_over`)
	steps := into("steps", "id created_at community_id event_id sign_up_id kind actor_id reason asked free until")
	log := into("attendance_entries", `id created_at community_id event_id shift_id sign_up_id person_id method direction at name phone_tail
		recorded_by fingerprint warnings`)
	for _, e := range w.events {
		events.add(w.eventRow(e)...)
		for _, s := range e.shifts {
			var capacity any
			if s.capacity >= 0 {
				capacity = s.capacity
			}
			shifts.add(s.id, e.made, e.at.community, e.id, s.name, e.from, e.to, capacity, s.confirmed, s.offered, s.waiting, s.arrived, 0,
				s.kept.places, s.kept.unitID(), moment(s.kept.until), s.kept.taken, s.held)
			for _, su := range s.signUps {
				signUps.add(su.id, su.at, e.at.community, e.id, s.id, su.person.id, su.status, su.place, su.party, su.by.id, su.reason, false,
					moment(su.in), moment(su.out), su.minutes(e), su.revision, moment(su.until), su.inside, su.toCall, su.passedOver)
				w.stepRows(steps, e, su)
				w.doorRows(log, e, s, su)
			}
		}
	}
	return []*table{events, shifts, signUps, steps, log, w.wishes(), w.notices()}
}

func (w *world) eventRow(e *event) []any {
	var team, contact, phone any
	organiser := "清河里社区"
	if e.team != nil {
		team, organiser, contact = e.team.id, e.team.name, e.team.people[0].name
	}
	return append([]any{e.id, e.made, e.at.community, e.at.id, team, e.title, e.kind, e.status, e.about, e.place, contact, phone,
		e.from, e.to, e.reason, text.Searchable(e.title, e.place, organiser), e.version + 1}, e.rules.columns()...)
}

// doorRows are the lines that the door's log has about one sign-up.
func (w *world) doorRows(log *table, e *event, s *shift, su *signUp) {
	lead := w.byPhone[3]
	if e.team != nil {
		lead = e.team.people[0]
	}
	line := func(direction, method string, at, known time.Time, by string) {
		id := uuid.Must(uuid.NewV7()).String()
		sum := sha256.Sum256([]byte(id))
		log.add(id, known, e.at.community, e.id, s.id, su.id, su.person.id, method, direction, at, "", "", by, hex.EncodeToString(sum[:]), "[]")
	}
	if !su.in.IsZero() {
		method := "LIST"
		if su.person.phone > 0 && su.place%3 > 0 {
			method = "SCAN"
		}
		line("IN", method, su.in, su.in.Add(2*time.Second), lead.id)
	}
	switch {
	case su.forgot:
		line("OUT", "RULE", su.out, e.to.Add(closing), "")
	case !su.out.IsZero():
		line("OUT", "LIST", su.out, su.out.Add(2*time.Second), lead.id)
	}
}

func (w *world) notices() *table {
	t := into("notices", "id created_at community_id recipient_id kind event_id sign_up_id about_id actor_id reason read_at")
	for _, n := range w.news {
		var event, signUp, actor, read any
		if n.event != nil {
			event = n.event.id
		}
		if n.signUp != nil {
			signUp = n.signUp.id
		}
		if n.actor != nil {
			actor = n.actor.id
		}
		if n.read {
			read = n.at.Add(time.Hour)
		}
		t.add(uid.New("no"), n.at, n.to.home.community, n.to.id, n.kind, event, signUp, n.about.id, actor, n.reason, read)
	}
	return t
}

// stepRows are the lines of a sign-up's history.
func (w *world) stepRows(t *table, e *event, su *signUp) {
	for _, s := range su.steps {
		by := ""
		if s.by != nil {
			by = s.by.id
		}
		t.add(uid.New("st"), w.now.Add(-s.ago), e.at.community, e.id, su.id, s.kind, by, s.reason, s.asked, s.free, moment(s.until))
	}
}

func moment(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}
