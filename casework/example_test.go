package casework_test

import (
	"fmt"

	"heard/casework"
)

// A case is opened, an officer acts on it, and every date shows its sum.
func ExampleCase_Apply() {
	c, _, _, _ := casework.Case{}.Apply(casework.OpenCase{
		Reference: "TST-23456", Kind: casework.Complaint, Statement: "nobody rings back",
		ReceivedAt: at("2026-12-21T16:00:00Z"), From: "sms:+447700900123",
	}, full, at("2026-12-21T16:00:00Z"))
	c, events, _, err := c.Apply(casework.Extend{By: "Jo", Until: day("2027-01-14"), Reason: "a file is missing"}, full, at("2027-01-05T10:00:00Z"))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, _ := c.Deadline(casework.StepStage1)
	fmt.Println(d.Sum)
	fmt.Println(events[0].Who+":", events[0].What)
	// Output:
	// 2026-12-21 + 10 WD - 3 holidays = 2027-01-07, now 2027-01-14
	// officer Jo: extended stage1 from 2027-01-07 to 2027-01-14
}

// "Not happy" is more of the same until there is an answer, and then a request.
func ExampleCase_NextStage() {
	c, _, _, _ := casework.Case{}.Apply(casework.OpenCase{
		Reference: "TST-23456", Kind: casework.Complaint, ReceivedAt: at("2027-01-11T10:00:00Z"), From: "sms:+447700900123",
	}, full, at("2027-01-11T10:00:00Z"))
	_, next := c.NextStage(full, at("2027-01-20T10:00:00Z"))
	fmt.Println(next)
	c, _, _, _ = c.Apply(casework.AnswerStage{Outcome: "not_upheld"}, full, at("2027-01-21T10:00:00Z"))
	stage, next := c.NextStage(full, at("2027-01-22T10:00:00Z"))
	fmt.Println(next, stage)
	// Output:
	// more
	// request 2
}

// The log alone makes the case again.
func ExampleReplay() {
	c, log, _, _ := casework.Case{}.Apply(casework.OpenCase{
		Reference: "TST-23456", Kind: casework.Complaint, ReceivedAt: at("2027-01-11T10:00:00Z"), From: "sms:+447700900123",
	}, full, at("2027-01-11T10:00:00Z"))
	c, events, _ := c.Wake(full, c.Due)
	again, err := casework.Replay(append(log, events...), full)
	fmt.Println(err, again.Due.Equal(c.Due))
	// Output: <nil> true
}
