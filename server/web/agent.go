package web

import "strings"

// agent is what its owner would call the phone or program of a request, from words that browsers use; nothing of the
// header itself is kept.
func agent(header string) string {
	name := known(header, []pair{{"MicroMessenger", "微信"}, {"HuaweiBrowser", "Huawei"}, {"MiuiBrowser", "Xiaomi"}, {"Edg", "Edge"},
		{"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}})
	system := known(header, []pair{{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}})
	switch {
	case name != "" && system != "":
		return name + " · " + system
	case name+system != "":
		return name + system
	}
	return "API"
}

type pair struct{ sign, name string }

func known(agent string, pairs []pair) string {
	for _, p := range pairs {
		if strings.Contains(agent, p.sign) {
			return p.name
		}
	}
	return ""
}
