package main

import (
	"fmt"
	"net/http"
)

// letterReturns notes that a letter came back: of two that went out together the team does not say which.
func (w *weeks) letterReturns(ref string) error {
	if w.has(ref, removed, nil) {
		return nil
	}
	var m message
	if _, err := w.api("POST", "/outbox/returned", map[string]string{"ref": ref}, &m); err != nil {
		return err
	}
	id, _ := m.invitation()
	w.did(ref, letterBack, w.links[contactLinks(w.T).Token(id)].of)
	return nil
}

// comesBack reports that a mail came back, as a mail server would.
func (w *weeks) comesBack(mail *weeksMail) error {
	body := map[string]any{"bounces": []map[string]string{{"message_id": "<" + mail.id + "@clinic.example>", "status": "5.1.1"}}}
	if _, err := w.api("POST", "/outbox/bounces", body, nil); err != nil {
		return err
	}
	w.did(w.links[plainToken(mail.token)].ref, bounced, w.links[plainToken(mail.token)].of)
	return nil
}

// listedCall is a call on the list of the team.
type listedCall struct{ ID, Ref, About, Subject string }

// call calls everybody who is on the list.
func (w *weeks) call() error {
	for {
		var list struct{ Items []listedCall }
		if _, err := w.api("GET", "/outbox/calls", nil, &list); err != nil || len(list.Items) == 0 {
			return err
		}
		for _, c := range list.Items {
			if err := w.makeCall(c); err != nil {
				return err
			}
		}
	}
}

// makeCall calls somebody and notes what comes of it.
func (w *weeks) makeCall(c listedCall) error {
	of := w.about(c.About, c.Subject)
	outcome := "no_answer"
	switch chance := w.chance("call", c.Ref, w.now()).IntN(10); {
	case chance < 2:
		outcome = "reached"
	case chance < 3:
		outcome = "said_no"
	case chance < 4:
		outcome = "wrong_number"
	case chance < 6 && of.kind != "poll" && of.kind != announced:
		outcome = "answered"
	}
	if _, err := w.api("POST", "/outbox/calls/"+c.ID, map[string]string{"outcome": outcome}, nil); err != nil { // one that is noted is so
		return err
	}
	switch outcome {
	case "wrong_number":
		w.did(w.to(c.Ref), wrongNumber, nil)
		return nil
	case "no_answer":
		return nil
	}
	w.handed = append(w.handed, handed{c.Ref, "phone", of, w.now()})
	switch outcome {
	case "said_no":
		w.did(c.Ref, saidNo, of)
		if of.kind == "consent" {
			w.did(c.Ref, left, nil)
		}
	case "answered":
		return w.answersByPhone(c, of)
	}
	return nil
}

// answersByPhone enters what somebody says on the telephone.
func (w *weeks) answersByPhone(c listedCall, of *asking) error {
	var status int
	var err error
	if of.kind == "consent" {
		status, err = w.api("PUT", "/cohorts/beta/members/"+c.Ref, map[string]string{"state": "agreed", "channel": "phone", "on": w.now().Format("2006-01-02")}, nil)
	} else {
		status, err = w.api("POST", "/surveys/"+of.id+"/responses", map[string]any{"ref": c.Ref, "mode": "phone", "answers": map[string]any{"helped": []string{"yes"}}}, nil)
	}
	if err == nil && (status < 300 || status == http.StatusConflict) {
		w.did(c.Ref, answered, of)
		if of.kind == "consent" {
			err = w.newcomer(c.Ref)
		}
	}
	return err
}

// about returns what a message is about.
func (w *weeks) about(kind, subject string) *asking {
	for _, a := range w.askings {
		if a.kind == kind && a.id == subject {
			return a
		}
	}
	panic(fmt.Sprintf("a message is about %s %q", kind, subject))
}

// to returns who is written to about somebody.
func (w *weeks) to(ref string) string {
	if proxy := w.people[ref].proxy; proxy != "" {
		return proxy
	}
	return ref
}
