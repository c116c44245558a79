package demo

import (
	"math"
	"strconv"

	"soundings/surveys"
)

// answersOf makes up what a patient answers. Everything hangs on one thing, how well they get on with the portal, from
// 0 to 100, so that it fits together.
func answersOf(r chance, who person) surveys.Answers {
	ease := r.near([ages]float64{76, 75, 72, 66, 60}[who.age], 23, 0, 100)
	a := surveys.Answers{}
	for item := range 10 {
		if value := strconv.Itoa(susItem(r, item, ease)); !r.happens(0.004) { // some pass an item over
			a["sus."+strconv.Itoa(item+1)] = []string{value}
		}
	}
	helped := helpedOf(r, ease)
	a["helped"] = []string{helped}
	for _, part := range parts(who.age) {
		if r.happens(part.share * (0.4 + ease/125)) {
			a["used"] = append(a["used"], part.value)
		}
	}
	if !r.happens(0.05) {
		a["recommend"] = []string{whole(r.near(ease/9, 1.4, 0, 10))}
	}
	if !r.happens(0.08) {
		a["times"] = []string{whole(min(60, r.ExpFloat64()*(1+ease/18)))}
	}
	if helped == "no" && r.happens(0.85) {
		a["why"] = []string{complaint(r, who.language)}
	}
	return a
}

// susItem returns one item of the SUS, from 1 to 5. Whoever likes a thing agrees with the odd ones and not with the even
// ones; some items people find worse than the rest.
func susItem(r chance, item int, ease float64) int {
	lean := [10]float64{-0.3, 0.1, 0.2, -0.3, 0, 0, 0.1, 0.1, -0.1, 0.2}[item]
	points := int(math.Round(r.near(ease/25+lean, 0.6, 0, 4)))
	if item%2 == 0 { // the first is item 1
		return 1 + points
	}
	return 5 - points
}

func helpedOf(r chance, ease float64) string {
	switch felt := ease + 10*r.NormFloat64(); {
	case felt > 64:
		return "yes"
	case felt > 46:
		return "partly"
	default:
		return "no"
	}
}

// part is a part of the portal, as the question which ones somebody has used names it, and which share has.
type part struct {
	value string
	share float64
}

func parts(a age) []part {
	old := float64(a) / (ages - 1)
	return []part{
		{"results", 0.8}, {"messages", 0.65}, {"appointments", 0.6 - 0.25*old},
		{"refills", 0.3 + 0.35*old}, {"forms", 0.35 - 0.15*old}, {"bills", 0.4 - 0.2*old},
	}
}

func whole(x float64) string { return strconv.Itoa(int(math.Round(x))) }

// beginning returns what of the first page stands when somebody leaves it in the middle.
func beginning(a surveys.Answers) surveys.Answers {
	some := surveys.Answers{}
	for _, item := range []string{"sus.1", "sus.2", "sus.3", "sus.4"} {
		if a[item] != nil {
			some[item] = a[item]
		}
	}
	return some
}
