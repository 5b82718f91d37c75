package main

import (
	"fmt"
	"strconv"
	"strings"

	"heard/casework"
	"heard/configs"
	"heard/sandbox"
)

// approvedOnStage are the texts that WhatsApp has approved for a council on a
// stage, to be said to who has not written for a day.
var approvedOnStage = []casework.Template{"news"}

// pretendContents are a council's texts at WhatsApp, and what the provider
// makes of them: one with buttons for each question that has them, and those
// that were approved.
func pretendContents() (*configs.Twilio, map[string]sandbox.Content, error) {
	words, err := configs.Words()
	if err != nil {
		return nil, nil, err
	}
	c := &configs.Twilio{Buttons: map[string]string{}, Templates: map[string]string{}}
	contents := map[string]sandbox.Content{}
	add := func(content sandbox.Content) (id string) {
		id = fmt.Sprintf("HX%032d", len(contents)+1)
		contents[id] = content
		return id
	}
	for _, question := range sortedKeys(configs.Buttons) {
		content := sandbox.Content{Text: "{{1}}"}
		for n, text := range configs.Buttons[question] {
			content.Buttons = append(content.Buttons, sandbox.Button{Text: text, Payload: question + strconv.Itoa(n+1)})
		}
		c.Buttons[question] = add(content)
	}
	for _, t := range approvedOnStage {
		text := words.Variants("en", t)[0].Text
		for n, blank := range words.Needs(t) {
			text = strings.ReplaceAll(text, "{"+blank+"}", "{{"+strconv.Itoa(n+1)+"}}")
		}
		c.Templates[string(t)] = add(sandbox.Content{Text: text})
	}
	return c, contents, nil
}
