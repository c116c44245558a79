// Writes segments.json: 1,000 made messages, each with the segments that the npm package sms-segments-calculator counts.
//   npm install --prefix /tmp/segments sms-segments-calculator@1.3.0
//   NODE_PATH=/tmp/segments/node_modules node segments.mjs > segments.json
import { createRequire } from 'node:module'

const { SegmentedMessage } = createRequire(process.env.NODE_PATH + '/')('sms-segments-calculator')

// xorshift32, so that the messages are the same on every machine
let state = 2463534242
const below = n => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5
  return (state >>> 0) % n
}
const alphabets = [
  [...'abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,:;!?/-()\n'],
  [...'@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&\'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà'],
  [...'^{}\\[~]|€'],
  [...'íóúáÁÍÓÚç’“”–…ñ¿¡'],
  [...'😀🏥📱🩺𝄞漢字ЖЩ'],
]
// letters that are made of several: each goes into one part as a whole
const clusters = ['👩‍⚕️', '👨‍👩‍👧‍👦', '👍🏽', '🇺🇸', '🏳️‍🌈', 'é', 'ñ', '1️⃣', '❤️', '👩🏿‍💻', 'ạ̈', '한', '\r\n']
const rows = []
while (rows.length < 1000) {
  const length = [below(20), below(170), 150 + below(20), 300 + below(20), 60 + below(20), below(700)][below(6)]
  const mixed = 1 + below(alphabets.length) // how many of the alphabets are in it
  const rare = 1 + below(60) // one letter in so many is not of the first
  let text = ''
  for (let n = 0; n < length; n++) {
    const from = below(rare) ? alphabets[0] : alphabets[below(mixed)]
    text += from[below(from.length)]
  }
  if (below(4) === 0) { // every fourth has some of them
    const letters = [...text]
    for (let n = 1 + below(40); n > 0; n--) letters.splice(below(letters.length + 1), 0, clusters[below(clusters.length)])
    text = letters.join('')
  }
  rows.push([text, text === '' ? 1 : new SegmentedMessage(text).segmentsCount])
}
console.log('[\n' + rows.map(row => JSON.stringify(row)).join(',\n') + '\n]')
