package mail

import (
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-smtp"

	"heard/notify"
)

// This file is what a mail server's codes mean here. The hints are read by
// officers, so they say what to do, in plain words.

const (
	hintOther    = "Their mail server refused the email. Find another safe way to reach them."
	hintUnknown  = "There is no such email address. Check it, or find another safe way to reach them."
	hintFull     = "Their mailbox is full. Find another safe way to reach them."
	hintMoved    = "They have moved to another email address. Find out which, or find another safe way."
	hintBlocked  = "Their mail server blocked the email. Find another safe way, and tell whoever runs this service."
	hintWords    = "The mail server would not take the email. Tell whoever runs this service, and write to them another way."
	hintLetters  = "The email address has letters that our mail server cannot use. Find another safe way to reach them."
	hintAddress  = "The email address is not one that can be written to. Find another safe way to reach them."
	hintBusy     = "The mail server is busy. It is tried again."
	hintAway     = "The mail server cannot be reached. It is tried again."
	hintTLS      = "The mail server does not encrypt, or cannot prove who it is. Tell whoever runs this service. It is tried again."
	hintOperator = "The mail server refuses us. Tell whoever runs this service. It is tried again."
	hintUnclear  = "The mail server gave no clear answer. It is sent again; the email may come twice."
)

// A stage is how far a conversation with a mail server has come.
type stage string

const (
	connecting stage = "unreachable"
	securing   stage = "no_tls"
	greeting   stage = "no_greeting"
	login      stage = "no_login"
	sender     stage = "no_sender"
	recipient  stage = "no_recipient"
	data       stage = "no_data"
	sending    stage = "no_answer" // the mail may have been taken
)

// sendError says what an error means at a stage. What the server wrote is not
// kept: it quotes addresses.
func sendError(at stage, err error) *notify.SendError {
	if s, ok := errors.AsType[*smtp.SMTPError](err); ok {
		return refused(at, s)
	}
	e := &notify.SendError{Temporary: true, Operator: true, Code: string(at), Hint: hintAway, Err: errors.New(kind(err))}
	switch at {
	case sending:
		e.Temporary, e.Operator, e.Unknown, e.Hint = false, false, true, hintUnclear
	case securing:
		e.Hint = hintTLS
	case login:
		e.Hint = hintOperator
	}
	return e
}

// refused is what the server said no with. Before it has heard whom the mail is
// for, it is us that it refuses.
func refused(at stage, s *smtp.SMTPError) *notify.SendError {
	e := explain(code(s))
	switch ours := at != recipient && at != data && at != sending; {
	case at == securing:
		e = &notify.SendError{Temporary: true, Operator: true, Hint: hintTLS}
	case s.Code >= 400 && s.Code < 500:
		e = &notify.SendError{Temporary: true, Hint: hintBusy}
	case ours, s.Code == 530, s.Code < 400, s.Code >= 600:
		e = &notify.SendError{Temporary: true, Operator: true, Hint: hintOperator}
	}
	e.Code = code(s)
	return e
}

// code writes a server's codes as it does: "550 5.1.1".
func code(s *smtp.SMTPError) string {
	if s.EnhancedCode[0] <= 0 {
		return fmt.Sprint(s.Code)
	}
	return fmt.Sprintf("%d %d.%d.%d", s.Code, s.EnhancedCode[0], s.EnhancedCode[1], s.EnhancedCode[2])
}

// meanings are by the last two numbers of an enhanced code (RFC 3463), or by a
// plain one. The enhanced one knows better.
var meanings = map[string]string{
	"1.0": hintUnknown, "1.1": hintUnknown, "1.2": hintUnknown, "1.3": hintUnknown, "1.10": hintUnknown,
	"1.6": hintMoved, "2.1": hintUnknown, "2.2": hintFull, "2.3": hintWords, "3.4": hintWords,
	"6.7": hintLetters,
	"550": hintUnknown, "551": hintMoved, "552": hintFull, "553": hintUnknown, "554": hintBlocked,
}

// explain says what a final code means for an officer.
func explain(code string) *notify.SendError {
	e := &notify.SendError{Code: code, Hint: hintOther}
	plain, enhanced, both := strings.Cut(code, " ")
	if !both {
		enhanced = plain
	}
	_, tail, _ := strings.Cut(enhanced, ".")
	for _, key := range []string{plain, tail} {
		if hint, ok := meanings[key]; ok {
			e.Hint = hint
		}
	}
	if strings.HasPrefix(tail, "7.") { // security and policy
		e.Hint = hintBlocked
	}
	return e
}

// Explain implements notify.Explainer: what the code in a bounce means,
// "5.1.1".
func (p *Provider) Explain(code string) *notify.SendError { return explain(code) }
