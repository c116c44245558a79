package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// attackReader is one who reads all that a role may see, remembers it, and adds and subtracts.
type attackReader struct {
	*attackClinic
	role   string
	blocks map[string]*attackBlock
	shown  map[string][]attackShown  // of surveys, by block
	held   map[string][]attackShown  // what was withheld at the last look
	asked  map[string]attackQuestion // by block
	wrong  []string                  // figures that nothing explains
	looks  int
}

func (c *attackClinic) reader(role string) *attackReader {
	return &attackReader{
		attackClinic: c, role: role, blocks: map[string]*attackBlock{}, shown: map[string][]attackShown{}, held: map[string][]attackShown{}, asked: map[string]attackQuestion{},
	}
}

// attackResults is what the API says of a survey.
type attackResults struct {
	Edition *struct {
		Number, Counted, Waiting int
		Made                     time.Time
	}
	attackFigures
	By       map[string]map[string]attackFigures
	Withheld []struct{ Figure, By, Value, Group, Reason string }
}

// attackPoll is what the API says of a poll.
type attackPoll struct {
	Groups []struct {
		Group   string
		Ballots *int
		Ranking []struct{ Place int }
	}
	Methods map[string][]struct {
		Feature    string
		Score, Low *float64
	}
	Ranking []struct {
		Feature string
		Place   int
		Share   float64
	}
}

type attackFigures struct {
	Questions []struct {
		ID      string
		N       *int
		Options []attackOption
		Mean    *float64
		SD      *float64
		Median  *float64
	}
	Scores []struct {
		Question, Instrument string
		N                    *int
		Mean, SD             *float64
	}
}

type attackOption struct {
	Value string
	N     *int
	Told  string
}

// figures returns what is shown of a cell.
func (f attackFigures) figures(cell attackCell, at string) (all []attackFigure) {
	for _, q := range f.Questions {
		if q.N == nil || *q.N == 0 {
			continue
		}
		figure := attackFigure{cell: cell, field: q.ID, n: q.N, counts: map[string]int{}, told: map[string]string{}, mean: q.Mean, sd: q.SD, median: q.Median, at: at}
		for _, o := range q.Options {
			if o.N != nil {
				figure.counts[o.Value] = *o.N
			} else if o.Told != "" {
				figure.told[o.Value] = o.Told
			}
		}
		all = append(all, figure)
	}
	for _, s := range f.Scores {
		if s.Mean != nil || s.N != nil && *s.N > 0 {
			all = append(all, attackFigure{cell: cell, field: s.Question, score: true, n: s.N, mean: s.Mean, sd: s.SD, at: at})
		}
	}
	return all
}

// look reads everything about some surveys and polls.
func (r *attackReader) look(sheets ...*attackSheet) {
	r.t.Helper()
	r.looks++
	byPage := r.looks%3 == 1 // it is dear, and shows the same
	for _, s := range sheets {
		if s.poll {
			shown := r.pollByAPI(s)
			r.add(s, shown...)
			r.hold(s, shown)
			continue
		}
		shown := r.surveyByAPI(s)
		r.add(s, shown...)
		r.hold(s, shown)
		if byPage {
			r.add(s, unlike(shown, r.surveyByPage(s))...)
		}
	}
}

// hold notes what is withheld: the cells of which nothing is shown of a question.
func (r *attackReader) hold(s *attackSheet, shown []attackFigure) {
	for _, q := range s.asked {
		var held []attackShown
		for _, cell := range s.cells() {
			if slices.ContainsFunc(shown, func(f attackFigure) bool {
				return f.cell == cell && (f.field == q.id || slices.Contains(q.fields, f.field))
			}) {
				continue
			}
			of := map[int]bool{}
			on := s.candidates(cell, q)[0]
			for _, a := range on {
				of[a.id] = true
			}
			if len(on) > 0 {
				b := r.block(s, q)
				b.held = append(b.held, attackRow{of, fmt.Sprint(cell)})
				held = append(held, attackShown{attackFigure{cell: cell, field: q.fields[0], at: "withheld"}, on})
			}
		}
		r.held[s.id+" "+q.id] = held
	}
}

// scrape reads the series of now and of the past.
func (r *attackReader) scrape(sheets ...*attackSheet) {
	r.t.Helper()
	now, past := r.metrics(), r.history()
	for _, s := range sheets {
		in := scoresIn
		if s.poll {
			in = ballotsIn
		}
		r.add(s, in(s, now, "a scrape")...)
		for at, day := range past {
			r.add(s, in(s, day, "the history of "+at)...)
		}
	}
}

// everywhere reads what is shown of all surveys together: reports, the meeting pack, their table, and the series.
func (r *attackReader) everywhere(sheets ...*attackSheet) {
	r.t.Helper()
	r.scrape(sheets...)
	table, err := csv.NewReader(strings.NewReader(r.page(r.role, "/reports/surveys.csv").body)).ReadAll()
	if err != nil {
		r.t.Fatal(err)
	}
	pages := map[string]document{"the reports": parsed(r.page(r.role, "/reports").body), "the meeting pack": parsed(r.page(r.role, "/reports/pack").body)}
	for _, s := range sheets {
		if s.poll {
			continue
		}
		r.add(s, scoreInTable(s, table)...)
		for at, page := range pages {
			r.add(s, scoreOnPage(s, page, at)...)
		}
	}
}

// surveyByAPI reads the results of a survey by every cut.
func (r *attackReader) surveyByAPI(s *attackSheet) (all []attackFigure) {
	for n, by := range s.cuts {
		answer := r.api(r.role, "GET", "/surveys/"+s.id+"/results?by="+url.QueryEscape(by), nil)
		if answer.status != http.StatusOK {
			r.t.Fatalf("results of %s answered %d: %s", s.id, answer.status, answer.body)
		}
		var found attackResults
		r.decode(answer, &found)
		at := fmt.Sprintf("look %d by API", r.looks)
		if n == 0 {
			all = append(all, found.figures(attackCell{}, at)...)
		}
		for by, cells := range found.By {
			for value, figures := range cells {
				all = append(all, figures.figures(attackCell{by, value}, at)...)
			}
		}
	}
	return all
}

// attackChart finds the field of a chart in its name.
var attackChart = regexp.MustCompile(`^chart-([a-z]+(?:-\d+)?)`)

// surveyByPage reads the tables of the page of results. Of which cell a table is it does not say to a program.
func (r *attackReader) surveyByPage(s *attackSheet) (tables []attackFigure) {
	reply := r.page(r.role, "/surveys/"+s.id+"/results")
	if reply.status != http.StatusOK {
		r.t.Fatalf("the results of %s answered %d", s.id, reply.status)
	}
	for _, figure := range all(parsed(reply.body).main(), "figure") {
		for _, drawn := range all(figure, "svg") {
			name := attackChart.FindStringSubmatch(attr(drawn, "aria-labelledby"))
			if name == nil {
				continue
			}
			f := attackFigure{field: strings.ReplaceAll(name[1], "-", "."), counts: map[string]int{}, at: fmt.Sprintf("look %d by page", r.looks)}
			for _, row := range all(figure, "tr") {
				cells := all(row, "th", "td")
				if len(cells) < 2 {
					continue
				}
				if n, err := strconv.Atoi(text(cells[1])); err == nil {
					label, _, _ := strings.Cut(text(cells[0]), ":") // "1: Strongly disagree"
					f.counts[label] = n
				}
			}
			tables = append(tables, f)
		}
	}
	return tables
}

// unlike returns the figures of a page that are not among those of the API.
func unlike(known, all []attackFigure) (others []attackFigure) {
	for _, f := range all {
		if !slices.ContainsFunc(known, func(k attackFigure) bool {
			if k.field != f.field || k.score {
				return false
			}
			for value, n := range f.counts {
				if k.counts[value] != n {
					return false
				}
			}
			return true
		}) {
			others = append(others, f)
		}
	}
	return others
}

// pollByAPI reads the results of a poll: of each group how many ballots count, and the mean rating of each feature in the
// total where that is of one group.
func (r *attackReader) pollByAPI(s *attackSheet) (all []attackFigure) {
	answer := r.api(r.role, "GET", "/polls/"+s.id+"/results", nil)
	if answer.status != http.StatusOK {
		r.t.Fatalf("results of %s answered %d: %s", s.id, answer.status, answer.body)
	}
	var found attackPoll
	r.decode(answer, &found)
	at := fmt.Sprintf("look %d by API", r.looks)
	var heard []string
	for _, g := range found.Groups {
		if g.Ballots != nil && *g.Ballots > 0 && len(g.Ranking) > 0 {
			heard = append(heard, g.Group)
			all = append(all, attackFigure{cell: attackCell{"group", g.Group}, field: s.asked[0].fields[0], n: g.Ballots, at: at})
		}
	}
	if len(heard) != 1 {
		return all
	}
	n := all[0].n
	for _, standing := range found.Methods["rating"] {
		if standing.Score != nil {
			all = append(all, attackFigure{
				cell: attackCell{"group", heard[0]}, field: "rating." + standing.Feature, n: n, mean: standing.Score, spread: standing.Low != nil, at: at,
			})
		}
	}
	return all
}

// add finds out on which answers each figure rests, and makes a row of it.
func (r *attackReader) add(s *attackSheet, all ...attackFigure) {
	for _, f := range all {
		q := s.question(f.field)
		cells := []attackCell{f.cell}
		if strings.HasSuffix(f.at, "page") {
			cells = s.cells()
		}
		on, found := []*attackAnswer(nil), false
		for _, cell := range cells {
			for _, set := range s.candidates(cell, q) {
				if found = f.rests(q, set); found {
					on = set
					break
				}
			}
			if found {
				break
			}
		}
		if !found {
			r.wrong = append(r.wrong, fmt.Sprintf("nothing explains %s of %s: n %s, counts %v, mean %s", f, s.id, written(f.n), f.counts, written(f.mean)))
			continue
		}
		r.row(s, q, on, f.String())
		if key := s.id + " " + q.id; !s.poll || s.secret {
			r.shown[key] = append(r.shown[key], attackShown{f, on})
			r.asked[key] = q
		}
	}
}

// written is a value that may not be there.
func written[T any](x *T) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprint(*x)
}

// row adds a set of answers to the block of its question.
func (r *attackReader) row(s *attackSheet, q attackQuestion, on []*attackAnswer, at string) {
	b := r.block(s, q)
	of := map[int]bool{}
	for _, a := range on {
		of[a.id], b.entries[a.id] = true, a.attackEntry
	}
	if !slices.ContainsFunc(b.rows, func(row attackRow) bool { return maps.Equal(row.of, of) }) {
		b.rows = append(b.rows, attackRow{of, at})
	}
}

// block returns what was shown so far of a question.
func (r *attackReader) block(s *attackSheet, q attackQuestion) *attackBlock {
	name := s.id + " " + q.id
	if r.blocks[name] == nil {
		r.blocks[name] = &attackBlock{name: name, entries: map[int]attackEntry{}}
	}
	return r.blocks[name]
}

// leaks returns every sum over too few people that follows from what the reader saw.
func (r *attackReader) leaks() (all []string) {
	for _, name := range slices.Sorted(maps.Keys(r.blocks)) {
		for _, l := range r.blocks[name].leaks() {
			all = append(all, fmt.Sprintf("%d people of at least %d: %s", l.people, l.least, l.how))
		}
	}
	return all
}

// puzzles returns what the reader knows of each question of a survey or secret poll: over all the time, or of each look
// alone.
func (r *attackReader) puzzles(over bool) (all []*attackPuzzle) {
	for _, name := range slices.Sorted(maps.Keys(r.shown)) {
		looks := map[string][]attackShown{}
		last := ""
		for _, f := range r.shown[name] {
			if !over {
				last = strings.TrimSuffix(strings.TrimSuffix(f.at, " by API"), " by page")
			}
			looks[last] = append(looks[last], f)
		}
		for _, at := range slices.Sorted(maps.Keys(looks)) {
			var held []attackShown
			if at == last {
				held = r.held[name]
			}
			if p := puzzle(name, r.asked[name], looks[at], held); len(p.Asked) > 0 {
				all = append(all, p)
			}
		}
	}
	return all
}
