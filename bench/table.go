package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// row is one line of the table: what we did, and what was done beside it in the same run.
type row struct {
	work, ours, beside, theirs, ratio, want string
}

// versus is a row of two rates.
func versus(work string, ours float64, beside string, theirs float64, want string) row {
	if theirs == 0 {
		return row{work: work, ours: rate(ours), beside: beside, theirs: "not measured", want: want}
	}
	return row{work, rate(ours), beside, rate(theirs), fmt.Sprintf("%.1f×", ours/theirs), want}
}

func rate(perSecond float64) string { return fmt.Sprintf("%.0f/s", perSecond) }

// show prints the rows in columns.
func show(title string, rows []row) {
	fmt.Printf("\n%s\n", title)
	all := append([]row{{"work", "ours", "beside", "theirs", "ratio", "at least"}}, rows...)
	widths := make([]int, 6)
	for _, r := range all {
		for i, cell := range r.cells() {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, r := range all {
		var line strings.Builder
		for i, cell := range r.cells() {
			line.WriteString("  " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Println(strings.TrimRight(line.String(), " "))
	}
}

func (r row) cells() []string { return []string{r.work, r.ours, r.beside, r.theirs, r.ratio, r.want} }
