package sms

// Offer is what somebody without an open page is told of a place that is held for her, each part as it shall be read.
type Offer struct {
	// For is who gets the place, when that is not the phone's owner; else empty.
	For   string `json:"for,omitempty"`
	Title string `json:"title"`
	// Starts is when the shift begins, Until how long the place is held.
	Starts string `json:"starts"`
	Until  string `json:"until"`
	Link   string `json:"link"`
}

// longest is how much of a title a text holds, in characters: every 67 are one SMS more.
const longest = 24

func (o *Offer) text() string {
	title := o.Title
	if all := []rune(title); len(all) > longest {
		title = string(all[:longest-1]) + "…"
	}
	who := ""
	if o.For != "" {
		who = ",报名人:" + o.For
	}
	return "【邻里】“" + title + "”(" + o.Starts + "开始)有名额了" + who + "。名额保留到" + o.Until + ",请尽快接受或放弃:" + o.Link
}
