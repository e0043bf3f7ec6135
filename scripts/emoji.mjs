// Makes public/emoji/*.txt, what the emoji picker and the completion of :shortcodes: know, from emojibase-data:
//
//     npm pack emojibase-data@17.0.0 && tar xzf emojibase-data-17.0.0.tgz && node scripts/emoji.mjs package
//
// A file for each language. A line without tabs is the title of a group; any other one is an emoji, its name, its
// shortcodes (the same in each language), its other keywords, and its form in the lightest tone of skin where it takes one,
// separated by tabs; codes and keywords by blanks.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const source = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(source, name), 'utf8'));

const groups = {
  en: {
    0: 'Smileys and feelings', 1: 'People', 3: 'Animals and nature', 4: 'Food and drink', 5: 'Travel and places',
    6: 'Activities', 7: 'Objects', 8: 'Symbols', 9: 'Flags',
  },
  zh: {
    0: '表情与情感', 1: '人物', 3: '动物与自然', 4: '食物与饮料', 5: '旅行与地点', 6: '活动', 7: '物品', 8: '符号', 9: '旗帜',
  },
};
// What people know from other chats: GitHub's and Slack's.
const shortcodes = ['github', 'iamcal', 'emojibase'].map((name) => read(`en/shortcodes/${name}.json`));

for (const [language, titles] of Object.entries(groups)) {
  const emoji = read(`${language}/data.json`).filter(({ group }) => group in titles);
  emoji.sort((one, other) => one.group - other.group || one.order - other.order);
  const lines = [];
  let group;
  for (const { hexcode, emoji: sign, label, tags = [], group: its, skins = [] } of emoji) {
    if (its !== group) {
      group = its;
      lines.push(titles[its]);
    }
    const codes = new Set(shortcodes.flatMap((set) => set[hexcode] ?? []));
    const words = new Set(tags.flatMap((tag) => tag.split(/\s+/)).filter((word) => !label.includes(word)));
    // The form that src/domain/emoji.rs gives them: none asks for a picture that is one anyway.
    const full = (form) => form.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
    // Those of two people may have two tones; here they have one.
    const toned = skins.filter(({ tone }) => tone === 1).map((skin) => full(skin.emoji));
    lines.push([full(sign), label, [...codes].join(' '), [...words].join(' '), ...toned].join('\t'));
  }
  writeFileSync(`public/emoji/${language}.txt`, `${lines.join('\n')}\n`);
}
