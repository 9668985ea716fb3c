import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../src/model/locale.ts';
import { foreignWords } from '../../src/notice/place-words.ts';

const told = (text: string, locale: Locale): readonly string[] =>
  foreignWords(text, locale).map(({ word, instead }) => `${word}→${instead}`);

describe('words of the other place', () => {
  it.each<[string, Locale, readonly string[]]>([
    ['網絡中斷，請檢查服務器', 'zh-TW', ['網絡→網路', '服務器→伺服器']],
    ['视频会议卡顿', 'zh-TW', ['视频→視訊、影片', '会议→會議', '顿→頓']],
    ['用戶登錄後看不到數據', 'zh-TW', ['用戶→使用者', '登錄→登入', '數據→資料']],
    ['默認軟件的鏈接在短信裡', 'zh-TW', ['默認→預設', '軟件→軟體', '鏈接→連結', '短信→簡訊']],
    ['文件夾在互聯網上', 'zh-TW', ['文件夾→資料夾', '互聯網→網際網路']],
    ['什么時候恢復，關于范圍', 'zh-TW', ['什么→什麼', '關于→關於', '范圍→範圍']],
    ['请检查网路与伺服器', 'zh-CN', ['网路→网络', '伺服器→服务器']],
    ['視訊會議無法登入', 'zh-CN', ['視訊→视频', '會議無→会议无', '登入→登录']],
    ['使用者的讯息与简讯', 'zh-CN', ['使用者→用户', '讯息→消息、信息', '简讯→短信']],
    ['预设软体，萤幕', 'zh-CN', ['预设→默认', '软体→软件', '萤幕→屏幕']],
  ])('in %s for %s: %j', (text, locale, expected) => {
    expect(told(text, locale)).toEqual(expected);
  });

  it.each<[string, Locale]>([
    ['視訊卡頓，我們已掌握狀況，正在聯絡電信業者', 'zh-TW'],
    ['視訊會議的訊息、資料與設定都在伺服器上；台北的里長、皇后、公里', 'zh-TW'],
    ['請使用戶外看板；大數據、數據機與權限流程都沒有影響', 'zh-TW'],
    ['相關系統、核准備查、公文檔案與簡短信件', 'zh-TW'],
    ['视频卡顿，我们已发现问题。台湾的里程、皇后、着急、著名', 'zh-CN'],
    ['请尽快取消；方程式、当机立断、投资安全与数字元素', 'zh-CN'],
    ['The server is down', 'en'],
    ['服务器與伺服器', 'en'],
  ])('not in %s for %s', (text, locale) => {
    expect(told(text, locale)).toEqual([]);
  });

  it('are told of with their place', () => {
    expect(foreignWords('😀請檢查網絡', 'zh-TW')).toEqual([{ word: '網絡', instead: '網路', index: 5 }]);
  });

  it('are what stands in the text, in its order, and never overlap', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('网络網絡路服务務器伺视频视訊訊数據據资料用户登入登录a😀')),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.constantFrom<Locale>('zh-CN', 'zh-TW'), (said, locale) => {
        let end = 0;
        for (const { word, instead, index } of foreignWords(said, locale)) {
          expect(said.startsWith(word, index)).toBe(true);
          expect(index).toBeGreaterThanOrEqual(end);
          expect(instead).not.toBe(word);
          end = index + word.length;
        }
      }),
    );
  });

  it('are right when they are replaced by what is said instead', () => {
    for (const locale of ['zh-CN', 'zh-TW'] as const) {
      const wrong = locale === 'zh-TW' ? '視頻網絡服務器用戶數據軟件默認带宽缓存' : '伺服器網路使用者讯息快取频宽';
      for (const { instead } of foreignWords(wrong, locale)) expect(told(instead, locale)).toEqual([]);
    }
  });
});
