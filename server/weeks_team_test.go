package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// handed is a message that the team carried out: a letter, a text message, a call.
type handed struct {
	ref, by string
	of      *asking
	at      time.Time
}

// plainToken returns a token as it is compared: links have it in fours.
func plainToken(token string) string { return strings.ReplaceAll(token, "-", "") }

// both returns a text in both languages of the clinic.
func both(text string) map[string]string { return map[string]string{"en": text, "es": text} }

// ask begins to ask something.
func (w *weeks) ask(a *asking) error {
	if a.kind == "consent" {
		a.id = "beta"
		return w.invite(a)
	}
	body, path := map[string]any{"title": both(a.name)}, "/surveys"
	if a.kind == "poll" {
		path = "/polls"
		body["method"], body["features"] = "rank", []string{"messages", "visits"}
		body["groups"] = map[string]any{"staff": map[string]int{"weight": 1}, "provider": map[string]int{"weight": 1}}
	} else {
		helped := map[string]any{"id": "helped", "type": "single", "text": both("Did it help?"), "required": true,
			"options": []map[string]any{{"value": "yes", "text": both("Yes")}, {"value": "no", "text": both("No")}}}
		body["anonymous"] = a.secret
		body["pages"] = []any{map[string]any{"questions": []any{helped}}}
	}
	var made struct{ ID string }
	if _, err := w.api("POST", path, body, &made); err != nil {
		return err
	}
	a.id = made.ID
	if _, err := w.api("POST", path+"/"+a.id+"/publish", nil, nil); err != nil {
		return err
	}
	return w.invite(a)
}

// protocol returns the steps of a protocol as the API takes them.
func (a *asking) protocol() (steps []map[string]any) {
	for each := range strings.SplitSeq(a.steps, ", ") {
		var days int
		var by string
		fmt.Sscan(each, &days, &by)
		steps = append(steps, map[string]any{"after_days": days, "by": by})
	}
	return steps
}

// invite asks whoever is to be asked something and was not yet.
func (w *weeks) invite(a *asking) error {
	body, path := map[string]any{"send": true, "protocol": a.protocol()}, "/surveys/"+a.id+"/invitations"
	refs := w.audience(a)
	if a.secret {
		refs = w.alone(refs)
	}
	if a.lasts > 0 {
		last := w.now().AddDate(0, 0, a.lasts)
		body["expires"], a.over = last.Format("2006-01-02"), time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, w.zone)
	}
	switch {
	case a.kind == "consent":
		path = "/cohorts/beta/invite"
	case a.kind == "poll":
		path, body["groups"] = "/polls/"+a.id+"/invitations", []string{"staff", "provider"}
	case a.members:
		body["cohort"] = "beta"
	default:
		body["refs"] = refs
	}
	return w.invites(a, path, body, refs)
}

// newcomer notes that somebody is asked what the members of the beta are asked, since they agreed, and by which links.
func (w *weeks) newcomer(ref string) error {
	for _, a := range w.askings {
		if a.members && a.kind == "survey" && a.id != "" && a.over.IsZero() {
			body := map[string]any{"send": true, "protocol": a.protocol(), "refs": []string{ref}}
			if err := w.invites(a, "/surveys/"+a.id+"/invitations", body, []string{ref}); err != nil {
				return err
			}
		}
	}
	return nil
}

// invites asks people something, and notes by which links.
func (w *weeks) invites(a *asking, path string, body map[string]any, refs []string) error {
	for _, ref := range refs {
		if to := (asked{ref, a}); w.asked[to].IsZero() {
			w.asked[to] = w.now()
		}
	}
	var list links
	if _, err := w.api("POST", path, body, &list); err != nil {
		return err
	}
	if a.secret {
		return nil
	}
	for n, path := range list.paths() {
		w.links[plainToken(strings.TrimPrefix(path, "/s/"))] = asked{list.Items[n].Ref, a}
	}
	return nil
}

// audience returns who is asked something now.
func (w *weeks) audience(a *asking) (refs []string) {
	for _, s := range w.order {
		agreed := w.has(s.ref, answered, w.askings[0]) && !w.has(s.ref, left, nil)
		if patient := s.group == "patient"; patient == a.members && (a.kind != "poll" || s.group == "staff" || s.group == "provider") && (!patient || a.kind == "consent" || agreed) && !w.has(s.ref, removed, nil) {
			refs = append(refs, s.ref)
		}
	}
	return refs
}

// has reports whether somebody did something; of nil: whatever it was about.
func (w *weeks) has(ref, what string, of *asking) bool {
	return slices.ContainsFunc(w.diary[ref], func(d deed) bool { return d.what == what && (of == nil || d.of == of) })
}

// close ends a survey.
func (w *weeks) close(a *asking) error {
	_, err := w.api("POST", "/surveys/"+a.id+"/close", nil, nil)
	a.over = w.now()
	return err
}

// planTeam plans the visits of the team to what is to be printed, sent and called: twice a day, and now and then in the evening,
// when they get letters alone. On one day everything is halted. A few people are removed.
func (w *weeks) planTeam() {
	day := w.start
	for n := 0; day.Before(w.end); n++ {
		day = time.Date(w.start.Year(), w.start.Month(), w.start.Day()+n, 0, 0, 0, 0, w.zone)
		if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		for _, hour := range []int{10, 15, 21} {
			if hour != 21 || n%3 == 0 {
				w.plan(time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, w.zone), w.visit)
			}
		}
	}
	for n, s := range w.order {
		if strings.HasPrefix(s.email, "gone") && n%2 == 0 {
			w.plan(w.share(0.45), func() error { return w.moves(s, fmt.Sprintf("new.%04d@example.org", n)) })
		}
	}
	stop := w.share(0.4)
	w.plan(stop, func() error { return w.halt(true) })
	w.plan(stop.Add(26*time.Hour), func() error { return w.halt(false) })
	for n := range max(2, len(w.order)/200) {
		w.plan(w.share(0.3).Add(time.Duration(n)*time.Hour), func() error { return w.remove(w.order[n*97%len(w.order)]) })
	}
}

// halt stops everything that would be sent, or lets it go on.
func (w *weeks) halt(on bool) error {
	if _, err := w.api("PUT", "/outbox", map[string]bool{"halted": on}, nil); err != nil {
		return err
	}
	if on {
		w.halted = append(w.halted, span{from: w.now(), to: w.end})
	} else {
		w.halted[len(w.halted)-1].to = w.now()
	}
	return nil
}

// moves gives somebody another mail address.
func (w *weeks) moves(s *soul, email string) error {
	if w.has(s.ref, removed, nil) {
		return nil
	}
	body := map[string]any{"group": s.group, "language": s.language, "email": email, "phone": s.phone, "best_time": s.best, "proxy": s.proxy}
	if s.street != "" {
		body["address"] = map[string]string{"street": s.street, "city": "Denver", "postcode": "80202"}
	}
	s.was, s.email = s.email, email
	_, err := w.api("PUT", "/participants/"+s.ref, body, nil)
	return err
}

// remove removes somebody, who is nobody's proxy.
func (w *weeks) remove(s *soul) error {
	for _, other := range w.order {
		if other.proxy == s.ref {
			return nil
		}
	}
	status, _, _, _, err := w.request("DELETE", "/api/v1/participants/"+s.ref, "application/json", "")
	if err == nil && status >= 300 && status != http.StatusNotFound {
		err = fmt.Errorf("removing somebody answers %d", status)
	}
	if err == nil {
		w.did(s.ref, removed, nil)
	}
	return err
}

// visit carries out what waits for the team.
func (w *weeks) visit() error {
	for _, by := range []string{"letter", "text"} {
		for status := http.StatusOK; status != http.StatusConflict; {
			var err error
			if status, err = w.api("POST", "/outbox/batches", map[string]string{"by": by}, nil); err != nil {
				return err
			}
		}
	}
	var batches struct {
		Items []struct {
			ID, By string
			At     time.Time
		}
	}
	if _, err := w.api("GET", "/outbox/batches", nil, &batches); err != nil {
		return err
	}
	for _, b := range batches.Items { // also those of a server that was killed before it answered
		if w.batches[b.ID] {
			continue
		}
		w.batches[b.ID] = true
		tokens, err := w.tokens(b.By, b.ID)
		if err != nil {
			return err
		}
		for _, token := range tokens {
			w.handedOut(b.By, token, b.At)
		}
	}
	return w.call()
}

// tokens returns those of the links in a batch.
func (w *weeks) tokens(by, batch string) (all []string, err error) {
	if by == "letter" {
		var letters struct{ Items []struct{ Ref, Code string } }
		if _, err := w.api("GET", "/outbox/letters?batch="+batch, nil, &letters); err != nil {
			return nil, err
		}
		for _, l := range letters.Items {
			all = append(all, l.Code)
		}
		return all, nil
	}
	_, _, text, _, err := w.request("GET", "/api/v1/outbox/texts.csv?batch="+batch, "", "")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		link := weeksLink.FindStringSubmatch(row[1])
		if link == nil {
			return nil, fmt.Errorf("a text message has no link: %s", row[1])
		}
		all = append(all, link[1])
	}
	return all, nil
}

// handedOut notes a letter or text message that went out, and plans what comes of it. Some letters come back.
func (w *weeks) handedOut(by, token string, at time.Time) {
	to, known := w.links[plainToken(token)]
	if !known {
		w.broken("a %s leads to nothing that was asked", by)
		return
	}
	w.handed = append(w.handed, handed{to.ref, by, to.of, at})
	if random := w.chance("returned", to.ref); by == "letter" && random.IntN(25) == 0 {
		w.plan(w.now().AddDate(0, 0, 3), func() error { return w.letterReturns(to.ref) })
		return
	}
	w.readsOnPaper(by, token)
}
