package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"soundings/surveys/board"
)

// trouble is something that people hit, in the words of who reports it and in those in which the team shows it to others.
type trouble struct {
	where        string
	says, public map[string]string // by language
}

// troubles returns what people hit in the weeks.
func troubles() []*trouble {
	row := func(where, en, es string) *trouble {
		says := map[string]string{"en": en, "es": es}
		return &trouble{where, says, says}
	}
	return []*trouble{
		row("messages", "Photos do not go out with a message", "Las fotos no salen con el mensaje"),
		row("messages", "The list jumps to the top when I scroll", "La lista salta arriba al bajar"),
		row("visits", "The calendar shows yesterday", "El calendario muestra ayer"),
		row("visits", "I cannot cancel an appointment", "No puedo cancelar una cita"),
		row("refills", "The pharmacy is another one", "La farmacia es otra"),
		row(board.SigningIn, "The code arrives too late", "El código llega tarde"),
		row(board.GettingAccess, "My invitation was not accepted", "Mi invitación no fue aceptada"),
	}
}

// card is a card of the board, as the weeks know it.
type card struct {
	id        string
	of        *trouble
	state     board.State
	again     int
	reporters []string          // refs of who reported or joined
	unnamed   int               // reports by the code of the break room
	receipts  map[string]string // token of the receipt, by ref
	broad     bool              // every stakeholder group is told of it
	telling   *asking           // the announcement as it stands; nil: nobody was told yet
}

// listening is what the weeks know of the board.
type listening struct {
	cards    map[string]*card
	troubles []*trouble
	held     map[string]string // by ref: the token of the last link that reached them
	broadly  time.Time         // when every group was last told of a change
	sees     map[string]bool   // by feature, share and ref
	shares   map[string]int    // by feature: the percentage that sees it
	attempts int               // reports so far, also those that were refused
	refused  int               // of who left, or by a link that does not serve any more
	joins    int
	reopened int
}

func newListening() listening {
	return listening{
		cards: map[string]*card{}, troubles: troubles(), held: map[string]string{}, sees: map[string]bool{},
		shares: map[string]int{"messages": 100, "visits": 50, "refills": 10},
	}
}

// listen opens the features to members, and plans so many reports: most by patients behind a link that reached them, some by
// staff, by the code of the break room, and by the team for a patient who called. Half way more people see a feature.
func (w *weeks) listen(reports int) {
	for _, key := range slices.Sorted(maps.Keys(w.shares)) {
		w.must("PUT", "/features/"+key, map[string]any{"name": both(key), "description": both(key), "stage": "beta"}, nil)
		w.must("PUT", "/features/"+key+"/rollout", map[string]any{"cohort": "beta", "percent": w.shares[key]}, nil)
	}
	w.plan(w.share(0.45), func() error {
		w.shares["refills"] = 40
		_, err := w.api("POST", "/features/refills/rollout/jump", map[string]any{"cohort": "beta", "percent": 40}, nil)
		return err
	})
	random := w.chance("reports")
	for n := range reports {
		at := w.start.Add(time.Duration((0.1 + 0.5*float64(n)/float64(reports)) * float64(w.end.Sub(w.start)))).Add(time.Duration(random.IntN(600)) * time.Minute)
		w.plan(at, func() error { return w.somebodyReports(w.chance("report", n)) })
	}
}

// somebodyReports has somebody hit something.
func (w *weeks) somebodyReports(random *rand.Rand) error {
	w.attempts++
	hit := w.troubles[random.IntN(len(w.troubles))]
	var who []*soul
	wants := func(s *soul) bool { return s.group == "patient" && w.held[s.ref] != "" }
	switch way := random.IntN(20); {
	case way == 0:
		return w.reports("", contactLinks(w.T).Token("break-room/0"), hit, random)
	case way < 3:
		wants = func(s *soul) bool { return s.group == "patient" && w.memberOf(s.ref) }
	case way < 6:
		wants = func(s *soul) bool { return s.group != "patient" && w.held[s.ref] != "" }
	case way < 16:
		wants = func(s *soul) bool { return s.group == "patient" && w.held[s.ref] != "" && w.memberOf(s.ref) }
	}
	for _, s := range w.order {
		if wants(s) {
			who = append(who, s)
		}
	}
	if len(who) == 0 {
		return nil
	}
	s := who[random.IntN(len(who))]
	for !board.IsPlace(hit.where) && s.group == "patient" && !w.seesIt(hit.where, s.ref) {
		hit = w.troubles[random.IntN(len(w.troubles))]
	}
	if w.held[s.ref] == "" || w.memberOf(s.ref) && random.IntN(10) == 0 {
		return w.calledIn(s, hit)
	}
	return w.reports(s.ref, w.held[s.ref], hit, random)
}

// memberOf reports whether somebody takes part in the beta.
func (w *weeks) memberOf(ref string) bool {
	return w.has(ref, answered, w.askings[0]) && !w.has(ref, left, nil) && !w.has(ref, removed, nil)
}

// seesIt reports whether somebody sees a feature, as the portal is told.
func (w *weeks) seesIt(feature, ref string) bool {
	if !w.memberOf(ref) {
		return false
	}
	key := fmt.Sprint(feature, w.shares[feature], ref)
	if on, known := w.sees[key]; known {
		return on
	}
	var flag struct{ Value bool }
	status, _, text, _, err := w.request("POST", "/ofrep/v1/evaluate/flags/"+feature, "application/json", `{"context":{"targetingKey":"`+ref+`"}}`)
	if err != nil || status != http.StatusOK || json.Unmarshal(text, &flag) != nil {
		w.broken("whether %s sees %s answers %d %s, %v", ref, feature, status, text, err)
	}
	w.sees[key] = flag.Value
	return flag.Value
}

var (
	formKey  = regexp.MustCompile(`name="_key" value="([^"]+)"`)
	joinable = regexp.MustCompile(`name="join" value="([^"]+)"`)
)

// reports has somebody report what they hit by a link, or the code of the break room; or join who has the same, if they are asked.
func (w *weeks) reports(ref, token string, hit *trouble, random *rand.Rand) error {
	const media = "application/x-www-form-urlencoded"
	status, _, text, _, err := w.request("GET", "/b/"+token, "", "")
	key := formKey.FindSubmatch(text)
	gone := ref != "" && (w.has(ref, left, nil) || w.has(ref, removed, nil))
	switch {
	case err != nil:
		return err
	case status == http.StatusGone || status == http.StatusNotFound:
		of := w.links[plainToken(token)].of
		if w.refused++; !gone && (of == nil || of.lasts == 0) {
			w.broken("%s may not report by the link about %s: %d", ref, of.name, status)
		}
		return nil
	case status != http.StatusOK || key == nil:
		return fmt.Errorf("the form of a report answers %d %s", status, text)
	case gone && w.people[ref].group == "patient":
		w.broken("%s has left, and may report", ref)
	}
	language := "en"
	if ref != "" {
		language = w.people[ref].language
	}
	form := url.Values{"_key": {string(key[1])}, "feature": {hit.where}, "text": {hit.says[language]}, "call": {"yes"}}
	status, header, text, _, err := w.request("POST", "/b/"+token, media, form.Encode())
	joins := ""
	if alike := joinable.FindAllSubmatch(text, -1); err == nil && status == http.StatusOK && len(alike) > 0 {
		if form.Set("_action", "another"); random.IntN(5) > 0 {
			joins = string(alike[0][1])
			form.Set("join", joins)
		}
		status, header, text, _, err = w.request("POST", "/b/"+token, media, form.Encode())
	}
	if err != nil || status != http.StatusSeeOther {
		return fmt.Errorf("a report answers %d %s: %w", status, text, err)
	}
	receipt, _, _ := strings.Cut(strings.TrimPrefix(header.Get("Location"), "/b/"), "?")
	return w.reported(ref, joins, receipt, hit)
}

// calledIn has the team report for a patient, or note that the patient has what others have.
func (w *weeks) calledIn(s *soul, hit *trouble) error {
	for _, c := range w.onBoard() {
		if c.of == hit && c.state.Open() {
			if _, err := w.api("POST", "/bumps/"+c.id+"/join", map[string]string{"ref": s.ref}, nil); err != nil {
				return err
			}
			return w.reported(s.ref, c.id, "", hit)
		}
	}
	body := map[string]any{"ref": s.ref, "feature": hit.where, "text": hit.says[s.language], "language": s.language}
	if _, err := w.api("POST", "/bumps", body, nil); err != nil {
		return err
	}
	return w.reported(s.ref, "", "", hit)
}

// reported notes on which card a report is. One that joins none is on a new one, of which the team takes care from now on.
func (w *weeks) reported(ref, joins, receipt string, hit *trouble) error {
	on := []string{joins}
	if joins == "" {
		var err error
		if on, err = w.newCards(); err != nil {
			return err
		}
	} else {
		w.joins++
	}
	for _, id := range on { // more than one, where a program sent a report again whose answer it did not get
		c := w.cards[id]
		if c == nil {
			c = &card{id: id, of: hit, state: board.New, receipts: map[string]string{}}
			w.cards[id] = c
			w.next(c, 20*time.Hour, w.assess)
		}
		switch {
		case ref == "":
			c.unnamed++
		case !slices.Contains(c.reporters, ref):
			c.reporters = append(c.reporters, ref)
		}
		if receipt != "" && ref != "" {
			c.receipts[ref] = receipt
		}
	}
	return nil
}

// newCards returns the new cards that nobody knew of.
func (w *weeks) newCards() (ids []string, err error) {
	var list struct{ Items []struct{ ID string } }
	if _, err := w.api("GET", "/bumps?state=new&limit=100", nil, &list); err != nil {
		return nil, err
	}
	for _, each := range list.Items {
		if w.cards[each.ID] == nil {
			ids = append(ids, each.ID)
		}
	}
	if len(ids) == 0 {
		w.broken("a report is on no card")
	}
	return ids, nil
}

// onBoard returns the cards in the order of their numbers.
func (w *weeks) onBoard() []*card {
	return slices.SortedFunc(maps.Values(w.cards), func(a, b *card) int {
		if len(a.id) != len(b.id) {
			return len(a.id) - len(b.id)
		}
		return strings.Compare(a.id, b.id)
	})
}
