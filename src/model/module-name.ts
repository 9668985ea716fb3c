import type { LocalText } from './locale.ts';
import type { Responsibility } from './responsibility.ts';

/** How people call the parts of a platform that the shipped playbooks are about. */
const knownNames: Readonly<Record<string, LocalText>> = {
  approvals: { 'zh-CN': '审批', 'zh-TW': '簽核', en: 'approvals' },
  assets: { 'zh-CN': '文件上传', 'zh-TW': '檔案上傳', en: 'file uploads' },
  attendance: { 'zh-CN': '考勤打卡', 'zh-TW': '打卡', en: 'attendance' },
  data: { 'zh-CN': '业务数据', 'zh-TW': '業務資料', en: 'business data' },
  database: { 'zh-CN': '数据库', 'zh-TW': '資料庫', en: 'the database' },
  documents: { 'zh-CN': '在线文档', 'zh-TW': '線上文件', en: 'documents' },
  'health-form': { 'zh-CN': '健康信息填报', 'zh-TW': '健康資訊填報', en: 'the health form' },
  mail: { 'zh-CN': '邮件', 'zh-TW': '電子郵件', en: 'mail' },
  meetings: { 'zh-CN': '视频会议', 'zh-TW': '視訊會議', en: 'video meetings' },
  messages: { 'zh-CN': '即时消息', 'zh-TW': '即時訊息', en: 'messages' },
  monitoring: { 'zh-CN': '监控系统', 'zh-TW': '監控系統', en: 'monitoring' },
  platform: { 'zh-CN': '平台整体', 'zh-TW': '平台整體', en: 'the platform as a whole' },
  'sign-in': { 'zh-CN': '登录', 'zh-TW': '登入', en: 'sign-in' },
  vendor: { 'zh-CN': '外部服务', 'zh-TW': '外部服務', en: 'outside services' },
  vpn: { 'zh-CN': 'VPN', 'zh-TW': 'VPN', en: 'the VPN' },
  workplace: { 'zh-CN': '办公监测', 'zh-TW': '辦公監測', en: 'workplace monitoring' },
};

/** What people call a part of the platform: as the settings have it, else as it is known; null where nobody has named it, and only its id can be shown. */
export function moduleName(module: string, { modules }: Pick<Responsibility, 'modules'>): LocalText | null {
  const own = Object.hasOwn(modules, module) ? modules[module]?.name : undefined;
  return own ?? (Object.hasOwn(knownNames, module) ? knownNames[module] : undefined) ?? null;
}
