package texts

import (
	"regexp"
	"slices"
	"testing"
)

// turn is a turn of phrase that no text may have, but the few in which it is right.
type turn struct {
	pattern string
	why     string
	right   []string // ids of texts
}

// turns are those of each language, which people who speak it every day would not use, or would take for something else.
var turns = map[string][]turn{
	"en": {
		{`(^|[.:;] )Who\b[^?.:]+\.`, "a clause is the subject: say “People who …”", nil},
		{`\b[Ww]hoever\b|\b[Ww]hom\b`, "say “anyone who”, “who”", nil},
		{`(^|[.:;] )Of [^t]|\b(of|as) (more|less|much|as much) use\b`, "the sentence begins with its subject", nil},
		{`\b[Ss]t(and|ands|ood|anding)\b`, "things are, people stand", nil},
		{`\banew\b`, "say “again”", nil},
		{`\bput right\b`, "say “fix” or “correct”", nil},
		{`\b[Ww]hat (is|stands) there\b|\bin the place of\b`, "say what it is", nil},
		{`\b[Ss]o many more\b`, "say “that many more”", nil},
		{`, one of the (two|three)\b`, "say “not both”", nil},
		{`\b([Oo]ne|answers?|rows?|events?|values?|requests|times?|once|\d+) an? (day|hour|browser|line|second|minute|week|person)\b`, "say “per” or “each”", nil},
		{`\b(Some|Every|No)body of\b|\b[Ss]omebody\b|\b[Ee]verybody\b`, "say “someone”, “everyone”, “no one in”", nil},
		{`\b[Mm]ade\b|\b[Mm]ake (a|an|the|it|new|one|your) (draft|key|links?|survey|poll|plan|cohort)\b`, "what was not there before is created", []string{"page.demo", "examples.about"}},
		{`\b[Pp]ictures?\b`, "a figure is drawn as a chart", nil},
		{`\b[Ww]ords\b`, "what is written is text", []string{"field.password_hint", "plans.entry_title", "settings.consent_about", "sus.plain"}},
		{`\b[Tt]ake(n|s)? (it |that |them )?out\b|\b[Tt]ook out\b`, "say “remove”", nil},
		{`\b[Bb]allots?\b`, "people vote: say “vote”", nil},
		{`\b[Rr]amps?\b`, "say “rollout”", nil},
		{`\bmay see\b|\bexposed\b`, "say “can see”", nil},
		{`\bcharter\b`, "no page has this name", nil},
		{`\b[Ww]e do not know (this|that)\b`, "say “we could not find”", nil},
		{`\benrolment\b|\bcolour|\bfavour|\bFill(ing)? in\b`, "say it as in the United States", nil},
	},
	"es": {
		{`(?i)(^|[^d])añad`, "se dice «agregar»", nil},
		{`(?i)\bpuls(e|ar|a|ando)\b`, "se dice «toque»", nil},
		{`(?i)\bsitios?\b( w)?`, "lugar: «lugar» o «espacio»; en internet, «sitio web»", []string{"request.cross_site", "message.no_cookie.text"}},
		{`(?i)normativa`, "se dice «normas»", nil},
		{`(?i)\blleva (un|dos|tres|cinco|unos|\d+)\b`, "un trabajo «toma» minutos", nil},
		{`(?i)\brellen`, "se dice «llene» o «complete»", nil},
		{`(?i)\b(papeleta|boleta)s?\b`, "se dice «voto»", nil},
		{`(?i)\bantes del \{\{|, hasta el \{\{|\} hasta el \{\{`, "una fecha límite es «a más tardar el»", nil},
		{`(?i)\bretir`, "es solo el estado de una función; lo demás «vuelve» o «sale»", []string{"stage.retired", "polls.retired", "rollouts.outside.retired", "plan.not_to_plan"}},
		{`(?i)\bcasual|usuario regular|\bentre 3\b|más menos menos|espero que sea`, "no quiere decir eso", nil},
		{`(?i)\bla media\b|^media\b|\bmedia de\b`, "se dice «promedio»", nil},
		{`(?i)\b(hacer|haga|hizo|está hech[oa]) (el|la|un|una) (plan|borrador|cohorte|clave|encuesta|votación)`, "se dice «crear»", nil},
		{`(?i)renovaci|más medicina`, "se dice «resurtido»", nil},
		{`(?i)\b(primero |para |podrá |a )entr(e|ar)\b`, "se dice «iniciar sesión»", nil},
		{`(?i)\bacceso\b`, "se dice «inicio de sesión»", nil},
		{`(?i)\b(la|una) parte (de|que|se|en|pequeña|actual)\b|según la parte`, "de un total es «porcentaje» o «proporción»", nil},
		{`(?i)\bpara todos\b`, "el estado es «Activa»", []string{"rollouts.state.live", "rollouts.set_live"}},
		{`(?i)ningún grupo\.|el grupo a la población`, "en las páginas del equipo es «cohorte»", nil},
		{`[0-9}]%|[0-9}] %`, "el signo va con un espacio que no se parte", nil},
		{`\d,\d\d?\b|\d \d{3}\b`, "en los Estados Unidos y en México: 0.5 y 10,000", nil},
		{`(?i)\bacta\b`, "ninguna página se llama así", nil},
		{`(?i)\b(está|están) (agregad|guardad|borrad|cread|anulad|importad)[oa]s?\b`, "dice qué acaba de pasar: «se guardó»", nil},
		{`(?i)\b(vosotros|vuestr[oa]s?|tu|tus|ordenador|móvil|vale)\b`, "se trata de usted, como en México y los Estados Unidos", []string{"consent.again"}},
	},
}

func TestTextsArePlain(t *testing.T) {
	for lang, banned := range turns {
		all := catalogueOf(t, lang)
		for _, turn := range banned {
			pattern := regexp.MustCompile(turn.pattern)
			for id, m := range all {
				for _, text := range []string{m.One, m.Other} {
					if found := pattern.FindString(text); found != "" && !slices.Contains(turn.right, id) {
						t.Errorf("%s: %q says %q (%s): %s", lang, id, found, turn.why, text)
					}
				}
			}
			for _, id := range turn.right {
				if m := all[id]; m != nil && !pattern.MatchString(m.Other) {
					t.Errorf("%s: %q needs no exception from %s", lang, id, turn.pattern)
				}
			}
		}
	}
}
