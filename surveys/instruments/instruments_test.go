package instruments

import "testing"

func TestUnknownInstrument(t *testing.T) {
	if _, ok := ByID("horoscope"); ok {
		t.Error("an instrument that nobody published was found")
	}
}

// Every row is found by its id and whole; its lowest score is no better than its highest, and grades go from the best down.
func TestTheTableIsWhole(t *testing.T) {
	for _, id := range IDs() {
		i, ok := ByID(id)
		if !ok || i.ID != id {
			t.Errorf("%s is listed and not found", id)
			continue
		}
		if len(i.Wordings) == 0 || i.Size() == 0 || i.Min >= i.Max || i.Low >= i.High || i.Spread <= 0 {
			t.Errorf("%s is not whole: %+v", id, i)
		}
		for _, text := range []string{i.Texts.Name, i.Texts.Kind, i.Texts.About, i.Texts.Wording, i.Texts.Intro, i.Texts.Low, i.Texts.High, i.Texts.Clinic} {
			if text == "" {
				t.Errorf("a text of %s is missing: %+v", id, i.Texts)
			}
		}
		for _, w := range i.Wordings {
			if found, ok := i.Wording(w.ID); !ok || found.ID != w.ID || len(w.Items) != i.Size() || i.Asked(w.ID) != w.Asked || w.Asked == "" {
				t.Errorf("%s: the wording %s is not whole: %+v", id, w.ID, w)
			}
			if w.Name == "" && len(i.Wordings) > 1 {
				t.Errorf("%s: nothing offers the wording %s", id, w.ID)
			}
		}
		if i.Asked(ClinicWording) != i.Texts.Clinic {
			t.Errorf("%s: the clinic's own wording is told as %s", id, i.Asked(ClinicWording))
		}
		for n := 1; n < len(i.Bands); n++ {
			if i.Bands[n].From >= i.Bands[n-1].From {
				t.Errorf("%s: %s does not begin below %s", id, i.Bands[n].Grade, i.Bands[n-1].Grade)
			}
		}
		if i.Percent(i.Low) != 0 || i.Percent(i.High) != 100 {
			t.Errorf("%s: a gauge goes from %v to %v", id, i.Percent(i.Low), i.Percent(i.High))
		}
	}
}
