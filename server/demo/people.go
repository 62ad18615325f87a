package demo

import (
	"linli/ent/uid"
)

// cast are the people whom the contract names, by the number of their phone.
var cast = map[int]string{1: "林晓雯", 2: "郑海燕", 3: "许静怡", 4: "何志远", 5: "孙玉芬"}

// settle fills the homes with families; the first home is that of the first demo person.
func (w *world) settle() {
	var homes []*unit
	for _, u := range w.units {
		if u.level == "HOUSEHOLD" {
			homes = append(homes, u)
		}
	}
	sizes := w.spread(w.residents-3, len(homes)-1, 1, 6)
	w.household(homes[0], []int{grown, old, child})
	me, father, son := homes[0].people[0], homes[0].people[1], homes[0].people[2]
	me.sex, father.sex, father.name, son.name = 0, 1, "林德顺", "周子墨"
	w.call(1, me)
	for i, home := range homes[1:] {
		w.household(home, family(sizes[i]))
	}
	w.call(2, homes[len(homes)/4].people[0])
	w.call(3, homes[len(homes)/2].people[0])
	w.call(5, homes[3*len(homes)/4].people[0])
}

// call gives a person a phone, and the name that goes with it.
func (w *world) call(phone int, p *person) {
	p.phone = phone
	w.byPhone[phone] = p
	if name, ok := cast[phone]; ok {
		p.name = name
	}
}

// family is who lives together in a home of so many, a grown-up first.
func family(size int) []int {
	return []int{grown, grown, child, old, old, child}[:size]
}

func (w *world) household(home *unit, ages []int) {
	his, hers := surname(w.rng), surname(w.rng)
	for i, age := range ages {
		name, sex := his, w.rng.IntN(2)
		if i < 2 && len(ages) > 1 {
			sex = i // of a couple the first is she
		}
		if i == 0 && len(ages) > 1 {
			name = hers
		}
		p := &person{id: uid.New("pe"), name: name + givenName(w.rng, age, sex), home: home, age: age, sex: sex}
		home.people = append(home.people, p)
		w.people = append(w.people, p)
	}
}

// phoneBook hands out the phones, without a gap, and lets a grown-up of the family act for whoever has none.
func (w *world) phoneBook() {
	var first, then []*person
	for _, p := range w.people {
		switch {
		case p.phone > 0 || p.age == child || p.home == w.byPhone[1].home:
		case p.age == grown:
			first = append(first, p)
		default:
			then = append(then, p)
		}
	}
	w.shuffle(first)
	w.shuffle(then)
	left := w.phones - 4
	if w.phones == 0 {
		left = len(first) + len(then)/2
	}
	for i, p := range append(first, then...)[:left] {
		w.call(6+i, p)
	}
	for _, p := range w.people {
		if p.phone == 0 {
			holder := p.home.people[0]
			holder.actsFor, p.holder = append(holder.actsFor, p), holder
		}
	}
	w.namesakes()
}

// namesakes are two people of one name in two buildings, who meet at the running event.
const namesake = "李秀英"

func (w *world) namesakes() {
	one := w.byPhone[101]
	for n := 102; n <= 180; n++ {
		if two := w.byPhone[n]; two.home.parent != one.home.parent {
			one.name, two.name = namesake, namesake
			return
		}
	}
}

func (w *world) shuffle(people []*person) {
	w.rng.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
}
