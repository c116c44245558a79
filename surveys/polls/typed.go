package polls

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Values are what a form sent, by field: rank.FEATURE=1, dots.FEATURE=3, rating.FEATURE=4, kano.FEATURE.with=like,
// kano.FEATURE.without=dislike, best.1=FEATURE, worst.1=FEATURE; group=staff from who came by the open code, and _seed as
// the sheet had it. Other fields are passed over, empty ones too.
type Values map[string][]string

func (v Values) get(field string) string {
	if given := v[field]; len(given) > 0 {
		return strings.TrimSpace(given[0])
	}
	return ""
}

// decode returns the canonical form of what was typed, and what is wrong with it by form field.
func (p Poll) decode(g cohorts.Group, sets [][]string, v Values) (Answer, []base.Field) {
	var a Answer
	fields := p.strangers(v)
	var more []base.Field
	switch p.Method {
	case Rank:
		a.Places, more = p.decodePlaces(p.Top(g), v)
	case Dots:
		a.Points, more = p.decodeDots(v)
	case Rating:
		a.Points, more = p.decodeRatings(v)
	case Kano:
		a.Feeling, more = p.decodeKano(v)
	case MaxDiff:
		a.Sets, more = decodeSets(sets, v)
	}
	fields = append(fields, more...)
	if len(fields) == 0 && len(a.Places)+len(a.Points)+len(a.Sets)+len(a.Feeling) == 0 {
		fields = append(fields, bad(string(p.Method), "ballot.empty"))
	}
	return a, fields
}

// strangers names the features that fields speak of and that are not in the poll. On the ballot there is no such field, so
// that the list as a whole is wrong.
func (p Poll) strangers(v Values) []base.Field {
	var fields []base.Field
	prefix, at := string(p.Method)+".", p.index()
	for _, name := range slices.Sorted(maps.Keys(v)) {
		feature, ours := strings.CutPrefix(name, prefix)
		if p.Method == Kano {
			feature = strings.TrimSuffix(strings.TrimSuffix(feature, ".with"), ".without")
		}
		if _, known := at[feature]; ours && !known && v.get(name) != "" {
			fields = append(fields, bad(string(p.Method), "ballot.feature_unknown", "Feature", feature))
		}
	}
	return fields
}

// numbers reads a whole number from low to high for each feature that has one.
func (p Poll) numbers(low, high int, v Values) (map[string]int, []base.Field) {
	all := map[string]int{}
	var fields []base.Field
	for _, f := range p.Features {
		name := string(p.Method) + "." + f
		text := v.get(name)
		if text == "" {
			continue
		}
		x, err := strconv.Atoi(text)
		if err != nil || x < low || x > high {
			fields = append(fields, bad(name, "ballot.number", "Low", low, "High", high))
			continue
		}
		all[f] = x
	}
	return all, fields
}

func (p Poll) decodePlaces(top int, v Values) (map[string]int, []base.Field) {
	places, fields := p.numbers(1, len(p.Features), v)
	holder := map[int]bool{}
	for _, f := range p.Features {
		place, ranked := places[f]
		if !ranked {
			continue
		}
		if holder[place] && !p.Ties {
			fields = append(fields, bad("rank."+f, "ballot.place_twice", "Place", place))
		}
		holder[place] = true
	}
	if len(places) > top {
		fields = append(fields, bad("rank", "ballot.top", "Limit", top, "Given", len(places)))
	}
	inOrder := slices.Sorted(maps.Keys(holder))
	for f, place := range places {
		i, _ := slices.BinarySearch(inOrder, place)
		places[f] = i + 1
	}
	return places, fields
}

func (p Poll) decodeDots(v Values) (map[string]int, []base.Field) {
	points, fields := p.numbers(0, p.Dots, v)
	spent := 0
	for f, x := range points {
		spent += x
		if x == 0 {
			delete(points, f)
		}
	}
	if spent > p.Dots {
		fields = append(fields, bad("dots", "ballot.dots", "Dots", p.Dots, "Given", spent))
	}
	return points, fields
}

func (p Poll) decodeRatings(v Values) (map[string]int, []base.Field) {
	return p.numbers(1, maxRating, v)
}

func (p Poll) decodeKano(v Values) (map[string]Pair, []base.Field) {
	all := map[string]Pair{}
	var fields []base.Field
	for _, f := range p.Features {
		names := [2]string{"kano." + f + ".with", "kano." + f + ".without"}
		said := [2]string{v.get(names[0]), v.get(names[1])}
		if said[0] == "" && said[1] == "" {
			continue
		}
		for i, text := range said {
			switch {
			case text == "":
				fields = append(fields, bad(names[i], "ballot.both"))
			case !isFeel(text):
				fields = append(fields, bad(names[i], "ballot.choice"))
			}
		}
		all[f] = Pair{Feel(said[0]), Feel(said[1])}
	}
	return all, fields
}

func decodeSets(sets [][]string, v Values) ([]Set, []base.Field) {
	var all []Set
	var fields []base.Field
	for i, shown := range sets {
		number := strconv.Itoa(i + 1)
		names := [2]string{"best." + number, "worst." + number}
		said := [2]string{v.get(names[0]), v.get(names[1])}
		if said[0] == "" && said[1] == "" {
			continue
		}
		for k, text := range said {
			switch {
			case text == "":
				fields = append(fields, bad(names[k], "ballot.best_and_worst"))
			case !slices.Contains(shown, text):
				fields = append(fields, bad(names[k], "ballot.not_shown"))
			case k == 1 && text == said[0]:
				fields = append(fields, bad(names[k], "ballot.best_is_worst"))
			}
		}
		all = append(all, Set{Shown: shown, Best: said[0], Worst: said[1]})
	}
	return all, fields
}

// values returns what a form with these sets would have to send to say the same: to show a ballot again that may be changed.
func (p Poll) values(a Answer, sets [][]string) Values {
	v := Values{}
	for f, place := range a.Places {
		v["rank."+f] = []string{strconv.Itoa(place)}
	}
	for f, x := range a.Points {
		v[string(p.Method)+"."+f] = []string{strconv.Itoa(x)}
	}
	for f, pair := range a.Feeling {
		v["kano."+f+".with"], v["kano."+f+".without"] = []string{string(pair.With)}, []string{string(pair.Without)}
	}
	for _, set := range a.Sets {
		if i := slices.IndexFunc(sets, func(shown []string) bool { return slices.Equal(shown, set.Shown) }); i >= 0 {
			number := strconv.Itoa(i + 1)
			v["best."+number], v["worst."+number] = []string{set.Best}, []string{set.Worst}
		}
	}
	return v
}
