package demo

import (
	"linli/ent/uid"
)

// groups are the teams of the community: name, and what kind of team it is.
var groups = [][2]string{
	{"邻里便民服务队", "志愿服务"}, {"清韵京剧社", "文化社团"}, {"绿芽环保队", "志愿服务"}, {"晨光读书会", "学习社团"},
	{"翰墨书法社", "文化社团"}, {"夕阳红舞蹈队", "文化社团"}, {"老兵先锋队", "志愿服务"}, {"巾帼志愿队", "志愿服务"},
	{"平安巡逻队", "志愿服务"}, {"银龄助老队", "志愿服务"}, {"童心课堂", "志愿服务"}, {"和声合唱团", "文化社团"},
	{"手谈棋友会", "文化社团"}, {"白衣义诊队", "志愿服务"},
}

// allies are the resident units of the alliance: name and kind.
var allies = [][2]string{
	{"清河里小学", "学校"}, {"第七幼儿园", "学校"}, {"清河里社区卫生服务中心", "医疗"}, {"惠民银行清河里支行", "金融"},
	{"清河里派出所", "公安"}, {"区供电所清河班组", "公用事业"}, {"安居物业清河分公司", "物业"}, {"明理律师事务所", "法律服务"}, {"百佳生鲜超市", "商户"},
}

// roles makes everybody a volunteer at home, and of some a member, a lead or the secretary.
func (w *world) roles() {
	for _, p := range w.people {
		p.roles = append(p.roles, role{"VOLUNTEER", p.home})
	}
	secretary := w.byPhone[3]
	secretary.roles = append(secretary.roles, role{"SECRETARY", w.first().root})
	for _, u := range w.units {
		if u.level == "BRANCH" || u.level == "GROUP" {
			lead := w.chief(u)
			lead.roles = append(lead.roles, role{"LEAD", u})
		}
	}
	able := w.others()
	w.shuffle(able)
	centres := w.centres
	for _, p := range able[:w.members] {
		p.roles = append(p.roles, role{"MEMBER", p.home.parent})
		if centres > 0 && !p.home.centre {
			p.home.centre = true
			centres--
		}
	}
}

// others are those with a phone whom neither the contract nor load tests know by number.
func (w *world) others() []*person {
	var list []*person
	for _, p := range w.people {
		if p.phone > 100 {
			list = append(list, p)
		}
	}
	return list
}

// chief is who leads a unit: of those who live in it, the one with the latest phone.
func (w *world) chief(u *unit) *person {
	var best *person
	for _, c := range u.children {
		who := (*person)(nil)
		if c.level == "HOUSEHOLD" {
			for _, p := range c.people {
				if p.phone > 100 && (who == nil || p.phone > who.phone) {
					who = p
				}
			}
		} else {
			who = w.chief(c)
		}
		if who != nil && (best == nil || who.phone > best.phone) {
			best = who
		}
	}
	return best
}

// gather picks who is active and makes the teams.
func (w *world) gather() {
	for _, p := range w.people {
		if p.age != child {
			w.active = append(w.active, p)
		}
	}
	w.shuffle(w.active)
	w.active = w.active[:min(len(w.active), 1_600)]
	able := w.others()
	w.shuffle(able)
	leads := append([]*person{w.byPhone[2], w.byPhone[5]}, able...)
	for i, g := range groups[:w.scale.teams] {
		t := &team{id: uid.New("te"), name: g[0], kind: g[1], at: w.first().root, people: []*person{leads[i]}}
		if i == 0 {
			t.people = append(t.people, w.byPhone[1])
		}
		size := min(8+w.rng.IntN(40), len(w.active)/8)
		for _, k := range w.rng.Perm(len(w.active))[:size] {
			if p := w.active[k]; p != leads[i] && !p.quiet() {
				t.people = append(t.people, p)
			}
		}
		w.teams = append(w.teams, t)
	}
}
