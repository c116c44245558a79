package store

import (
	"encoding/json"
	"fmt"

	"soundings/cohorts/base"
)

// textDoc is a text of the catalogue with what it mentions: words, and numbers as they are in JSON; a text or words in several
// languages as argDoc.
type textDoc struct {
	ID   string `bson:"id"`
	Args string `bson:"args,omitempty"`
}

// argDoc is a text, or words by language, that another text mentions.
type argDoc struct {
	ID    string         `json:"id,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
	Words base.Words     `json:"words,omitempty"`
}

func newTextDoc(t base.Text) textDoc {
	d := textDoc{ID: t.ID}
	if len(t.Args) > 0 {
		args, _ := json.Marshal(mentioned(t.Args)) // words and numbers always can be
		d.Args = string(args)
	}
	return d
}

// mentioned returns what a text mentions as it is kept.
func mentioned(args map[string]any) map[string]any {
	kept := make(map[string]any, len(args))
	for name, value := range args {
		switch value := value.(type) {
		case base.Text:
			kept[name] = argDoc{ID: value.ID, Args: mentioned(value.Args)}
		case base.Words:
			kept[name] = argDoc{Words: value}
		default:
			kept[name] = value
		}
	}
	return kept
}

func (d textDoc) text() (base.Text, error) {
	t := base.Text{ID: d.ID}
	if d.Args == "" {
		return t, nil
	}
	if err := json.Unmarshal([]byte(d.Args), &t.Args); err != nil {
		return t, fmt.Errorf("reading what a text mentions: %w", err)
	}
	restore(t.Args)
	return t, nil
}

// restore makes of what was read what a text mentions.
func restore(args map[string]any) {
	for name, value := range args {
		switch value := value.(type) {
		case float64:
			if value == float64(int(value)) {
				args[name] = int(value)
			}
		case map[string]any:
			args[name] = restored(value)
		}
	}
}

func restored(arg map[string]any) any {
	if words, ok := arg["words"].(map[string]any); ok {
		said := base.Words{}
		for language, text := range words {
			said[language], _ = text.(string) // as they were written
		}
		return said
	}
	t := base.Text{}
	t.ID, _ = arg["id"].(string)
	if args, ok := arg["args"].(map[string]any); ok {
		restore(args)
		t.Args = args
	}
	return t
}
