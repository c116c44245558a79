package rollout

import (
	"soundings/cohorts/base"
)

// checker collects the bad fields of an input.
type checker struct {
	fields []base.Field
}

func (k *checker) bad(name, text string, pairs ...any) {
	k.fields = append(k.fields, base.Field{Name: name, Text: base.T(text, pairs...)})
}

func (k *checker) err() error { return base.InvalidFields(k.fields...) }

func (k *checker) length(name, text string, limit int) {
	k.fields = append(k.fields, base.TooLong(name, text, limit)...)
}

func (k *checker) words(name string, w base.Words, limit int) {
	for language, text := range w {
		k.length(name+"."+language, text, limit)
	}
}

// number notes x unless it is between low and high; NaN counts as below.
func (k *checker) number(name string, x float64, low, high int) {
	switch {
	case !(x >= float64(low)):
		k.bad(name, "error.min", "Limit", low)
	case x > float64(high):
		k.bad(name, "error.max", "Limit", high)
	}
}
