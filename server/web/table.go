package web

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

var (
	headChinese = []string{"岗位", "开始", "姓名", "电话", "楼栋", "状态", "排队", "签到", "签退", "现场加入"}
	headEnglish = []string{"Shift", "Starts", "Name", "Phone", "Building", "Status", "Queue", "Checked in", "Checked out", "Walk-in"}

	statusChinese = map[string]string{"CONFIRMED": "已报名", "OFFERED": "待确认", "WAITLISTED": "候补", "WITHDRAWN": "已退出", "EXPIRED": "已过期", "REMOVED": "已移出"}
)

// writeTable writes the rows as RFC 4180, with the mark by which spreadsheets know UTF-8.
func writeTable(w io.Writer, rows []rosterRow, zone *time.Location, english bool) {
	_, _ = io.WriteString(w, "\ufeff")
	table := csv.NewWriter(w)
	table.UseCRLF = true
	head := headChinese
	if english {
		head = headEnglish
	}
	_ = table.Write(head)
	for _, r := range rows {
		_ = table.Write(cells(r, zone, english))
	}
	table.Flush() // its error is that whoever asked has gone
}

func cells(r rosterRow, zone *time.Location, english bool) []string {
	at := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return t.In(zone).Format("2006-01-02 15:04")
	}
	status, walkIn := r.Status, ""
	if !english {
		status = statusChinese[r.Status]
	}
	if r.WalkIn {
		walkIn = map[bool]string{true: "yes", false: "是"}[english]
	}
	queue, phone, building := "", "", ""
	if r.QueuePosition != nil {
		queue = strconv.Itoa(*r.QueuePosition)
	}
	if r.Person.Phone != nil {
		phone = *r.Person.Phone
	}
	if r.Person.Building != nil {
		building = r.Person.Building.Name
	}
	out := []string{r.Shift.Name, at(&r.Shift.StartsAt), r.Person.Name, phone, building, status, queue, at(r.CheckedInAt), at(r.CheckedOutAt), walkIn}
	for i := range out {
		out[i] = harmless(out[i])
	}
	return out
}

// harmless keeps a spreadsheet from taking a name for a formula.
func harmless(cell string) string {
	if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
		return "'" + cell
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, wide) {
			return "'" + cell
		}
	}
	return cell
}
