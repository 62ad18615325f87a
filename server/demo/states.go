package demo

import (
	"time"

	"linli/ent/uid"
)

// states makes the events that the contract names, each in its state at the moment of loading. Their days differ, so
// that one person may sign up for all of them.
func (w *world) states() {
	root := w.first().root
	market := kind{"邻里便民集市", "VOLUNTEERING", "社区广场", "理发、磨刀、缝补、修伞、手机清灰，一个广场全办齐。志愿者分两组，摊位组请自带凳子。", 0, 0, 330, 36, []string{"摊位服务", "签到引导"}}
	running := w.event(market, root, w.now.Add(-20*time.Minute).Truncate(30*time.Minute))
	for _, s := range running.shifts {
		w.fill(running, s, s.capacity-4, 0)
		w.arrive(running, s, s.capacity/2)
	}
	w.meet(running)

	tomorrow := w.event(kind{"便民服务进楼栋", "VOLUNTEERING", "悦湖苑中心花园", "带上工具箱，逐栋敲门：换灯泡、通下水、装扶手。两人一组，先登记后上门。", 0, 14, 150, 24, []string{"上门组", "登记组"}}, root, w.on(1, 14))
	w.fill(tomorrow, tomorrow.shifts[0], 7, 0)
	w.fill(tomorrow, tomorrow.shifts[1], 5, 0)

	open := w.event(kind{"清河岸边种树", "VOLUNTEERING", "清河南岸步道东口", "今年的三十棵树等人认领，一人一棵，种完挂上自己的名牌。铁锹和水桶由社区准备。", 2, 9, 150, 30, []string{"种树"}}, root, w.on(2, 9))
	w.fill(open, open.shifts[0], 3, 0)

	full := w.event(kind{"眼科专家家门口义诊", "VOLUNTEERING", "社区卫生服务中心一楼", "只有一个上午，志愿者负责登记、引导和陪同。名额满了请先排队，有人退出会按顺序补上。", -1, 9, 180, 12, []string{"引导陪同"}}, root, w.on(3, 9))
	w.jam(full, full.shifts[0])

	cancelled := w.event(kind{"露天电影夜", "CULTURE", "社区广场", "放映老电影，自带小板凳。", -1, 19, 120, 40, []string{"场务"}}, root, w.on(4, 19))
	w.fill(cancelled, cancelled.shifts[0], 6, 0)
	w.cancel(cancelled, regrets[0])

	w.event(kind{"邻里敬老宴（筹备中）", "VISIT", "社区食堂", "菜单和名单还在核对，确定后发布。", 0, 10, 180, 20, []string{"后厨", "接送老人"}}, root, w.on(5, 10)).status = "DRAFT"

	w.nearly = w.event(usual[9], w.units[1], w.on(6, 9))
	w.offered = w.offer(w.nearly, w.nearly.shifts[0], w.byPhone[7])

	w.event(kind{"急救技能进小区：志愿助教", "VOLUNTEERING", "社区学堂", "红十字会的老师来教，助教两人一组带邻居练习。年满十八岁、会急救的邻居请来；名额不多，开放报名后先到先得。", -1, 15, 120, 12, []string{"助教", "器材"}}, root, w.on(7, 15)).rules =
		rules{opens: w.on(1, 9), closes: w.on(6, 18), withdraw: w.on(6, 18), oneShift: true, minAge: 18, skill: abilities[0], minimum: 6}

	w.treat = w.event(kind{"京剧社汇报演出", "CULTURE", "社区文化活动室", "《锁麟囊》《定军山》选段，彩唱。座位不限，来了就有。", 1, 19, 120, 0, []string{"观众"}}, root, w.on(8, 19))
	seats := w.treat.shifts[0]
	seats.capacity = -1
	w.treat.rules = rules{minimum: 30}
	w.fill(w.treat, seats, 21, 0)
	me := w.byPhone[1]
	w.enter(w.treat, seats, me.actsFor[0], me, "CONFIRMED").party = w.enter(w.treat, seats, me, me, "CONFIRMED").party
}

// meet brings the two namesakes to an event.
func (w *world) meet(e *event) {
	for n := 101; n <= 180; n++ {
		if p := w.byPhone[n]; p.name == namesake && p.free(e.from, e.to) {
			w.enter(e, e.shifts[0], p, p, "CONFIRMED")
		}
	}
}

// comingWeeks fills two weeks with events of all kinds and states, and lets two more run now.
func (w *world) comingWeeks() {
	branches := w.first().root.children
	for i := range w.coming {
		k, at := usual[w.rng.IntN(len(usual))], branches[w.rng.IntN(len(branches))]
		if i < 2 {
			k.minutes = 240
			e := w.event(k, at, w.now.Add(-time.Duration(30+20*i)*time.Minute).Truncate(10*time.Minute))
			w.fill(e, e.shifts[0], e.shifts[0].capacity-1, 0)
			w.arrive(e, e.shifts[0], e.shifts[0].capacity/2)
			continue
		}
		e := w.event(k, at, w.on(1+i%14, k.hour))
		for _, s := range e.shifts {
			switch i % 8 {
			case 0, 1, 2:
				w.fill(e, s, s.capacity/4, 0)
			case 3, 4:
				w.fill(e, s, s.capacity-1, 0)
			case 5:
				w.fill(e, s, s.capacity, 2+w.rng.IntN(6))
			case 6:
				w.fill(e, s, s.capacity/3, 0)
			case 7:
				e.status = "DRAFT"
			}
		}
		if i%8 == 6 {
			w.cancel(e, regrets[w.rng.IntN(len(regrets))])
		}
	}
}

// weekly makes the service day and the talk, years back and two weeks ahead.
func (w *world) weekly() {
	for _, series := range []struct {
		kind
		day  time.Weekday
		back int
	}{{serviceDay, time.Friday, w.fridays}, {mondayTalk, time.Monday, w.mondays}} {
		next := (int(series.day)-int(w.now.In(china).Weekday())+6)%7 + 1
		for week := range 1 + min(w.coming, 1) {
			e := w.event(series.kind, w.first().root, w.on(next+7*week, series.hour))
			for _, s := range e.shifts {
				w.fill(e, s, s.capacity/2, 0)
			}
			if helps := e.shifts[len(e.shifts)-1]; series.day == time.Friday && week == 0 {
				helps.keep(3, w.first().root.children[0], e.from.Add(-2*time.Hour))
			}
		}
		for week := 1; week <= series.back; week++ {
			day := next - 7*week
			if day == 0 {
				day = -7*(series.back+1) + next // today's is not over yet: one week more
			}
			w.event(series.kind, w.first().root, w.on(day, series.hour))
		}
	}
}

// lastYear adds what else there was in the last twelve months, and fills all that is over.
func (w *world) lastYear() {
	var year, before []*event
	for _, e := range w.events {
		if e.to.Before(w.now) {
			if e.from.Before(w.now.AddDate(-1, 0, 0)) {
				before = append(before, e)
			} else {
				year = append(year, e)
			}
		}
	}
	branches := w.first().root.children
	for i := len(year); i < w.year; i++ {
		at := branches[w.rng.IntN(len(branches))]
		if w.rng.IntN(4) == 0 {
			at = at.children[w.rng.IntN(len(at.children))]
		}
		k := usual[w.rng.IntN(len(usual))]
		year = append(year, w.event(k, at, w.on(-1-w.rng.IntN(min(363, 60*w.year)), k.hour)))
	}
	came := w.spread(w.turnouts, len(year), 8, 60)
	for i, e := range year {
		w.past(e, came[i], i%max(1, len(year)/8) == 0)
	}
	for _, e := range before {
		w.past(e, 5+w.rng.IntN(8), false)
	}
}

// past fills an event that is over with those who came, a few who did not, and perhaps the volunteer.
func (w *world) past(e *event, came int, mine bool) {
	me := w.byPhone[1]
	for i, s := range e.shifts {
		n := share(came, len(e.shifts), i)
		if i == 0 && mine && me.free(e.from, e.to) {
			w.enter(e, s, me, me, "CONFIRMED")
		}
		w.fill(e, s, n+w.rng.IntN(1+n/6)-s.confirmed, 0)
		s.capacity = max(s.capacity, (s.confirmed+4)/5*5)
		w.arrive(e, s, n)
		if w.rng.IntN(3) == 0 {
			p := w.somebody(e)
			w.happens(e, w.enter(e, s, p, p, "WITHDRAWN"), step{kind: "WITHDRAWN", ago: w.now.Sub(e.from) + 20*time.Minute, by: p})
		}
	}
}

// neighbour is the tiny community beside it, of which nothing may be seen from the first, nor the other way round.
func (w *world) neighbour() {
	c := &place{id: uid.New("co"), slug: Neighbour, name: "云溪社区"}
	c.root = &unit{id: uid.New("un"), community: c.id, level: "COMMITTEE", name: c.name, path: segment(1)}
	branch := c.root.add("BRANCH", "云溪花园网格")
	house := branch.add("GROUP", "云溪花园1号楼")
	home := house.add("HOUSEHOLD", "1号楼1单元101")
	w.communities, w.units = append(w.communities, c), append(w.units, c.root, branch, house, home)
	w.household(home, []int{grown, grown, child})
	home.people[0].sex = 1
	w.call(4, home.people[0])
	for i, p := range home.people {
		p.roles = append(p.roles, role{"VOLUNTEER", home})
		if i > 0 {
			home.people[0].actsFor, p.holder = append(home.people[0].actsFor, p), home.people[0]
		}
	}
	w.event(kind{"云溪社区灭蚊日", "VOLUNTEERING", "云溪花园门岗", "清积水、投药片。", -1, 8, 90, 10, []string{"投药"}}, c.root, w.on(2, 8))
}
