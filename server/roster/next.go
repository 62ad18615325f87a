package roster

import "linli/ent/db"

// party is the waiting rows of people who signed up together.
type party []*db.SignUp

// parties groups a queue, in its order; a party stands where its first member does.
func parties(queue []*db.SignUp) []party {
	var all []party
	at := map[string]int{}
	for _, s := range queue {
		i, ok := at[s.Party]
		if !ok {
			i = len(all)
			at[s.Party] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], s)
	}
	return all
}

// next says which parties get the free places: first come, first served, each as a whole. A party that does not fit what
// is left keeps its place in the queue, and smaller ones behind it may have the places.
func next(free int, queue []party) []party {
	var lucky []party
	for _, p := range queue {
		if free == 0 {
			break
		}
		if len(p) <= free {
			free -= len(p)
			lucky = append(lucky, p)
		}
	}
	return lucky
}
