package demo

import "strings"

// What patients write who were not helped, one a line, and what some add.
const (
	complaintsEnglish = `I could not find my lab results. The menu has too many words.
The code it sent to my phone came after it had already timed out.
I asked for a refill and nobody told me if it went through.
It signs me out every time I stop to look for my glasses.
There were no open visits with my own doctor, only with people I do not know.
The print is too small on my phone and I cannot make it bigger.
My message got an answer after six days. I had called by then.
It would not take my new address.
I tried to pay my bill and it said the page was not available.
It asked for a number from a letter that I never got.
I forgot my password and the reset mail never came.
My daughter had to do it for me. Too many steps.
It showed my old medicines, not the ones I take now.
The forms lost everything when I went back one page.
I could see that I had a result but not what it means.
It does not work on my tablet. The button at the bottom is cut off.
I wanted to cancel a visit and there is no way to do that.`
	addedEnglish = `The front desk was very helpful, though.
I gave up and called.
Please make it simpler.
I like the idea of it.
It worked fine the week before.`

	complaintsSpanish = `No encontré mis resultados. El menú tiene demasiadas palabras.
El código llegó a mi teléfono cuando ya no servía.
Pedí más medicina y nadie me dijo si la pidieron.
Una parte está en inglés y no entiendo lo que dice.
Las letras son muy chiquitas en mi teléfono.
No había citas con mi doctora, sólo con otros doctores.
Tardaron una semana en contestar mi mensaje.
Se me olvidó la contraseña y el correo para cambiarla nunca llegó.
Mi hijo me tuvo que ayudar porque son muchos pasos.
Cuando regresé una página se borró todo lo que había escrito.
Quise pagar la cuenta y la página no abría.
Salen medicinas que ya no tomo.
No pude cancelar una cita por el portal.
Pide un número de una carta que nunca me llegó.
Los mensajes de la enfermera me llegan en inglés.`
	addedSpanish = `Mejor llamé por teléfono.
En la recepción me atendieron muy bien.
Ojalá lo hagan más fácil.
La idea me gusta.
La semana pasada sí funcionó.`
)

// complaint returns what somebody writes who was not helped.
func complaint(r chance, language string) string {
	complaints, added := complaintsEnglish, addedEnglish
	if language == "es" {
		complaints, added = complaintsSpanish, addedSpanish
	}
	text := one(r, strings.Split(complaints, "\n"))
	if r.happens(0.4) {
		text += " " + one(r, strings.Split(added, "\n"))
	}
	return text
}
