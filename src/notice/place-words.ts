import type { Locale } from '../model/locale.ts';
import { simplifiedCharacters, traditionalCharacters } from './place-characters.ts';

/** A word, or characters, of another place: as it stands in the text, what its readers write instead, and where it begins (in UTF-16 code units). */
export interface ForeignWord {
  readonly word: string;
  readonly instead: string;
  readonly index: number;
}

/** Words of mainland China that are other words in Taiwan, in traditional characters. Words that are right in both places are not here. */
const mainlandWords = `
信息 訊息、資訊
視頻 視訊、影片
網絡 網路
互聯網 網際網路
服務器 伺服器
服務端 伺服器端
客戶端 用戶端、應用程式
數據庫 資料庫
數據 資料
軟件 軟體
硬件 硬體
固件 韌體
插件 外掛程式
用戶 使用者
屏幕 螢幕
截屏 螢幕截圖
鼠標 滑鼠
硬盤 硬碟
磁盤 磁碟
內存 記憶體
短信 簡訊
默認 預設
宕機 當機
反饋 回報
應急預案 應變計畫
預案 應變手冊
登錄 登入
賬號 帳號
賬戶 帳戶
帶寬 頻寬
緩存 快取
運營商 電信業者
加載 載入
卸載 解除安裝
鏈接 連結
超鏈接 超連結
文檔 文件
文件夾 資料夾
高清 高畫質
復盤 檢討
擴容 擴充容量
限流 流量管制
集群 叢集
負載均衡 負載平衡
智能 智慧
字節 位元組
字符 字元
隊列 佇列
線程 執行緒
異步 非同步
域名 網域名稱
端口 連接埠
二維碼 QR Code
黑客 駭客
移動電話 行動電話
移動網絡 行動網路
在線 線上
`;

/** Simplified characters that are written in Taiwan too, in words where they are not; the other characters of each word are traditional. */
const simplifiedWords = `
什么 什麼
怎么 怎麼
這么 這麼
那么 那麼
多么 多麼
以后 以後
之后 之後
然后 然後
隨后 隨後
最后 最後
后續 後續
后台 後台
這里 這裡
那里 那裡
哪里 哪裡
里面 裡面
由于 由於
對于 對於
關于 關於
基于 基於
處于 處於
云端 雲端
范圍 範圍
准備 準備
標准 標準
聯系 聯繫
關系 關係
根据 根據
依据 依據
證据 證據
數据 資料
`;

/** Words of Taiwan that are other words in mainland China, in simplified characters. */
const taiwanWords = `
讯息 消息、信息
简讯 短信
视讯 视频
影音档 音视频文件
网路 网络
网际网路 互联网
网域名称 域名
伺服器 服务器
资料库 数据库
资料夹 文件夹
软体 软件
硬体 硬件
韧体 固件
程式 程序
使用者 用户
萤幕 屏幕
滑鼠 鼠标
硬碟 硬盘
磁碟 磁盘
记忆体 内存
预设 默认
当机 宕机
回覆 回复
资安 信息安全
应变手册 应急预案
登入 登录
登出 退出登录
帐号 账号
帐户 账户
行动电话 手机
行动网路 移动网络
频宽 带宽
快取 缓存
备援 备用
电信业者 运营商
丛集 集群
负载平衡 负载均衡
位元组 字节
字元 字符
伫列 队列
执行绪 线程
连接埠 端口
骇客 黑客
高画质 高清
萤幕截图 截屏
`;

/** Longer words, right where they are read, in which a word stands by chance. */
const byChance: Readonly<Record<string, readonly string[]>> = {
  信息: ['通信息息'],
  短信: ['簡短信', '短信封', '短信心'],
  用戶: ['使用戶外', '使用戶口', '專用戶外', '用戶外'],
  數據: ['大數據', '數據機', '行動數據', '數據分析', '數據通訊'],
  加載: ['增加載', '附加載', '參加載', '加載客', '加載具'],
  預案: ['干預案', '預案件'],
  高清: ['高清償', '高清廉', '高清潔'],
  限流: ['權限流', '有限流', '無限流', '期限流', '上限流', '限流程'],
  緩存: ['暫緩存', '緩存取', '緩存款'],
  文檔: ['公文檔', '文檔案'],
  鏈接: ['供應鏈接', '產業鏈接'],
  智能: ['才智能', '心智能', '理智能', '智能障礙'],
  端口: ['極端口'],
  在線: ['在線上', '在線下', '在線索', '在線條', '在線路'],
  集群: ['召集群', '聚集群', '密集群', '集群眾', '收集群'],
  隊列: ['部隊列', '團隊列', '軍隊列'],
  黑客: ['黑客戶'],
  內存: ['內存在', '內存放', '內存入', '國內存', '年內存', '期限內存'],
  固件: ['牢固件'],
  硬件: ['強硬件'],
  屏幕: ['屏幕後'],
  里面: ['公里面', '英里面', '鄰里面'],
  准備: ['核准備', '批准備', '准備查', '准備案'],
  標准: ['目標准', '標准許', '標准確', '標准時'],
  聯系: ['聯系統', '聯系列'],
  關系: ['關系統', '關系列', '關系所'],
  程式: ['方程式', '工程式', '流程式', '过程式', '课程式', '全程式', '编程式', '里程式', '远程式', '日程式'],
  预设: ['干预设', '预设计'],
  当机: ['当机立断', '应当机', '适当机', '相当机', '充当机', '担当机'],
  资安: ['投资安', '物资安', '工资安', '师资安', '融资安', '出资安', '外资安', '薪资安', '合资安', '资安排', '资安置'],
  登入: ['刊登入', '攀登入'],
  登出: ['刊登出', '攀登出'],
  快取: ['尽快取', '赶快取', '加快取', '快取得', '快取消'],
  字元: ['数字元', '文字元'],
  帐户: ['营帐户'],
  软体: ['软体动物'],
  网路: ['联网路'],
};

type Chinese = Exclude<Locale, 'en'>;

/** What is of another place in one language. */
interface Place {
  /** Characters that are not written there, and what is. */
  readonly characters: ReadonlyMap<string, string>;
  /** Any one of the characters. */
  readonly anyCharacter: RegExp;
  readonly words: ReadonlyMap<string, string>;
  /** All of them, the longer before those that they begin with. */
  readonly pattern: RegExp;
}

function placeOf(characters: ReadonlyMap<string, string>, table: string): Place {
  const pairs = table
    .trim()
    .split(/\n+/)
    .map((line): [string, string] => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), line.slice(space + 1)];
    });
  const longestFirst = pairs.map(([word]) => word).sort((a, b) => b.length - a.length);
  return {
    characters,
    anyCharacter: new RegExp(`[${[...characters.keys()].join('')}]`, 'g'),
    words: new Map(pairs),
    pattern: new RegExp(longestFirst.join('|'), 'g'),
  };
}

const places: Readonly<Record<Chinese, Place>> = {
  'zh-CN': placeOf(traditionalCharacters, taiwanWords),
  'zh-TW': placeOf(simplifiedCharacters, mainlandWords + simplifiedWords),
};

/**
 * What in a text is of another place than its readers are: in Taiwan's, simplified characters and the words of mainland China in either characters, and the
 * other way round. In the order of the text; of other languages nothing is known.
 */
export function foreignWords(text: string, locale: Locale): readonly ForeignWord[] {
  if (locale === 'en') return [];
  const place = places[locale];
  // Words are looked for in the characters of their readers: each character of the tables takes one place, so places stay.
  const own = text.replace(place.anyCharacter, (character) => place.characters.get(character) ?? character);
  const found = wordsIn(own, place).map(({ word, instead, index }) => ({
    ...{ word: text.slice(index, index + word.length), instead, index },
  }));
  const taken = new Set(found.flatMap(({ word, index }) => Array.from(word, (_character, at) => index + at)));
  return [...found, ...charactersIn(text, place, taken)].sort((a, b) => a.index - b.index);
}

function wordsIn(text: string, { words, pattern }: Place): readonly ForeignWord[] {
  return Array.from(text.matchAll(pattern), ({ 0: word, index }) => ({
    word,
    instead: words.get(word) ?? '',
    index,
  })).filter(({ word, index }) => !standsByChance(text, word, index));
}

const standsByChance = (text: string, word: string, index: number): boolean =>
  (byChance[word] ?? []).some((longer) => text.startsWith(longer, index - longer.indexOf(word)));

/** Characters of another place outside of words that have been found; neighbours are told of together. */
function charactersIn(
  text: string,
  { characters, anyCharacter }: Place,
  taken: ReadonlySet<number>,
): readonly ForeignWord[] {
  const found: ForeignWord[] = [];
  for (const { 0: word, index } of text.matchAll(anyCharacter)) {
    const instead = characters.get(word);
    if (instead === undefined || taken.has(index)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.index + last.word.length === index) {
      found[found.length - 1] = { ...last, word: last.word + word, instead: last.instead + instead };
    } else {
      found.push({ word, instead, index });
    }
  }
  return found;
}
