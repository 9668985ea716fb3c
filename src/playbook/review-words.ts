import type { Locale } from '../model/locale.ts';

/** What a review begins with for whoever writes it on, in the language of the people who act. */
interface ReviewWords {
  /** Above what is to be filled in. */
  readonly impact: string;
  readonly wentWell: string;
  readonly wentBadly: string;
  readonly actions: string;
  /** Action items. */
  readonly writeReview: string;
  readonly detectSooner: (thresholds: string) => string;
  readonly findCause: string;
  readonly confirmEnd: string;
  readonly seeAgain: string;
  readonly mendActions: (steps: string) => string;
  readonly writeNotices: string;
  readonly tellMore: (updates: number) => string;
}

export const reviewWords: Readonly<Record<Locale, ReviewWords>> = {
  'zh-CN': {
    impact: '待填写：哪些人、多少人、做不了什么、多长时间',
    wentWell: '待填写：哪些做得好，下次照做',
    wentBadly: '待填写：哪些做得不好；对事不对人',
    actions: '每项都有负责人和期限；完成后加上 done: 日期',
    writeReview: '写完这份复盘：影响、做得好的、做得不好的，并为每条改进定下负责人和期限',
    detectSooner: (thresholds) => `发现得晚：让 ${thresholds} 更早告警，调整阈值、保持时间或采集间隔`,
    findCause: '原因没有查明：查清原因，能识别的写进预案的 causes',
    confirmEnd: '记录结束时事件尚未恢复：确认何时恢复，补上 resolved',
    seeAgain: '事件期间有一段时间看不到数据：查清采集为何中断并修好',
    mendActions: (steps) => `自动步骤没有起到作用（${steps}）：查清原因，改好并演练`,
    writeNotices: '没有写出通知：查清原因，补发应发的通知',
    tellMore: (updates) => `有 ${updates} 次按时更新没有新内容：约定处置现场多久向沟通值班报一次进展`,
  },
  'zh-TW': {
    impact: '待填寫：哪些人、多少人、無法做什麼、多久',
    wentWell: '待填寫：哪些做得好，下次照做',
    wentBadly: '待填寫：哪些做得不好；對事不對人',
    actions: '每項都有負責人和期限；完成後加上 done: 日期',
    writeReview: '寫完這份事後檢討：影響、做得好的、做得不好的，並為每項改善訂出負責人和期限',
    detectSooner: (thresholds) => `發現得晚：讓 ${thresholds} 更早告警，調整門檻值、持續時間或收集間隔`,
    findCause: '原因沒有找到：找出原因，能辨識的寫進應變手冊的 causes',
    confirmEnd: '紀錄結束時事件尚未恢復：確認何時恢復，補上 resolved',
    seeAgain: '事件期間有一段時間看不到資料：找出監測為何中斷並修好',
    mendActions: (steps) => `自動步驟沒有發揮作用（${steps}）：找出原因，改好並演練`,
    writeNotices: '沒有寫出通知：找出原因，補發應發的通知',
    tellMore: (updates) => `有 ${updates} 次按時更新沒有新內容：約定處理現場多久向值班溝通人員回報一次進度`,
  },
  en: {
    impact: 'to be filled in: who could not do what, how many, for how long',
    wentWell: 'to be filled in: what went well, and is done so again',
    wentBadly: 'to be filled in: what went badly; of things, not of people',
    actions: 'each has an owner and a date; once it is done, add done: with the day',
    writeReview:
      'Finish this review: the impact, what went well and what went badly, and for every improvement an owner and a date',
    detectSooner: (thresholds) =>
      `It was detected late: have ${thresholds} tell sooner, by its level, its hold or how often it is measured`,
    findCause: "The cause was not found: find it, and write it into the playbook's causes if it can be recognised",
    confirmEnd: 'The incident was not over when the record ends: find out when it was, and fill in resolved',
    seeAgain: 'For a part of the incident nothing was seen: find out why the readings stopped, and mend it',
    mendActions: (steps) => `Automatic steps did not help (${steps}): find out why, mend them and rehearse them`,
    writeNotices: 'No notices were written: find out why, and send those that are owed',
    tellMore: (updates) =>
      `${updates} promised updates had nothing new to say: settle how often those who act report to those who write`,
  },
};
