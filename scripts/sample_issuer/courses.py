"""The words of the sample badges, Japanese and English: invented courses of institutions that do not exist.

Each describes its learning as a micro-credential should (learning outcomes, assessment, workload, level, form of
participation, quality assurance, stackability), as labelled lines of the criteria, where Japanese issuers put them.
"""

from __future__ import annotations

import base64
from typing import Final

from scripts.sample_issuer import pictures
from scripts.sample_issuer.badge import Course


def _lines(*lines: str) -> str:
    return "\n".join(f"- {line}" for line in lines)


DATA_SCIENCE: Final = Course(
    name="データサイエンス入門",
    description="身近なデータを集め、整え、図と言葉で説明する力を身につける短期プログラム。",
    in_english=(
        "Foundations of Data Science",
        "A short programme in collecting, tidying and explaining everyday data with charts and words.",
    ),
    criteria=_lines(
        "学修成果: 公開データを取得し前処理できる。代表値と散らばりを求めて解釈できる。結果を図表で説明できる。",
        "評価方法: 小テスト3回（40%）と最終レポート（60%）。合計60点以上で認定。",
        "学修時間: 45時間（1単位相当）",
        "レベル: 学士課程1・2年次",
        "受講形態: オンライン（一部対面演習）",
        "監督・本人確認: 最終レポートは口頭試問で本人確認",
        "質保証: 見本大学教育質保証委員会の審査を経て開設、毎年度点検",
        "積み重ね: 「統計の基礎」とあわせて「データ活用証明」の2単位に算入",
    ),
    language="ja",
    tags=("データサイエンス", "統計", "マイクロクレデンシャル"),
    image="data:image/png;base64," + base64.b64encode(pictures.picture("data-science")).decode(),
)

STATISTICS: Final = Course(
    name="統計の基礎",
    description="標本から全体を推し量る考え方を、手を動かしながら学ぶ。",
    criteria=_lines(
        "学修成果: 標本調査を計画できる。信頼区間と仮説検定の結果を日常の言葉で説明できる。",
        "評価方法: 筆記試験（監督あり、70%）と演習課題（30%）",
        "学修時間: 45時間（1単位相当）",
        "レベル: 学士課程1・2年次",
        "受講形態: 対面",
        "質保証: 見本大学教育質保証委員会",
        "積み重ね: 「データ活用証明」に算入",
    ),
    language="ja",
    tags=("統計", "マイクロクレデンシャル"),
)

CRITICAL_READING: Final = Course(
    name="Critical Reading of Sources",
    description="Finding, weighing and citing sources in two languages.",
    criteria=_lines(
        "Learning outcomes: tells primary from secondary sources; checks a claim twice; cites so others can follow.",
        "Assessment: annotated bibliography of ten sources (60 %), peer review (40 %)",
        "Workload: 30 hours",
        "Level: first cycle, years 1 and 2",
        "Participation: blended",
        "Quality assurance: institutional, reviewed every two years",
        "Stackability: counts towards the certificate Academic Skills (3 of 4 badges)",
    ),
    language="en",
    tags=("academic skills", "reading"),
)

ACADEMIC_WRITING: Final = Course(
    name="アカデミック・ライティング",
    description="根拠を示し、引用の作法を守って、2,000字の論説文を書く。",
    in_english=("Academic Writing", "Writing an argued essay of 2,000 characters with evidence and proper citation."),
    criteria=_lines(
        "学修成果: 問いを立て、根拠を挙げて論じられる。引用と剽窃の違いを説明し、守れる。",
        "評価方法: ルーブリックによる論説文の評価（教員2名）",
        "学修時間: 22.5時間",
        "レベル: 学士課程1年次",
        "受講形態: オンライン（同時双方向）",
        "質保証: 見本大学教育質保証委員会",
        "積み重ね: 証明書「学術スキル」の4科目のうちの1つ",
    ),
    language="ja",
    credits=0.5,
)

INFORMATION_ETHICS: Final = Course(
    name="情報倫理とセキュリティ",
    description="個人情報、著作権、パスワード、フィッシング。仕事と学びを守る基本を身につける。",
    criteria=_lines(
        "学修成果: 個人情報の扱いを事例で判断できる。不審なメールを見分け、報告できる。",
        "評価方法: 択一式テスト（80点以上、再受験可）",
        "学修時間: 8時間",
        "レベル: 社会人・大学初年次",
        "受講形態: オンデマンド",
        "質保証: 講座の自己点検（外部評価なし）",
    ),
    language="ja",
    credits=0.2,
)

PROJECT_MANAGEMENT: Final = Course(
    name="Project Management in Practice",
    description="Planning and leading a six-week project with a partner from outside the university.",
    criteria=_lines(
        "Learning outcomes: plans scope, time and risk; leads a weekly review; closes with a written account.",
        "Assessment: project portfolio (70 %), oral examination in person (30 %)",
        "Workload: 60 hours",
        "Level: first cycle, year 3",
        "Participation: on site, with a partner organisation",
        "Quality assurance: institutional programme review",
        "Stackability: may be recognised as 2 credits of the minor Leadership",
    ),
    language="en",
    tags=("project", "leadership"),
)

FIRST_AID: Final = Course(
    name="救急救命講習",
    description="心肺蘇生とAEDの使い方。2年ごとの更新が必要。",
    criteria=_lines(
        "学修成果: 反応の確認、胸骨圧迫、AEDの操作を一人で行える。",
        "評価方法: 実技試験",
        "学修時間: 3時間",
        "受講形態: 対面",
        "有効期間: 2年",
    ),
    language="ja",
    achievement_type="Certification",
)

LAB_SAFETY: Final = Course(
    name="Laboratory Safety",
    description="Working safely with chemicals and gas cylinders.",
    criteria=_lines(
        "Learning outcomes: reads safety data sheets; stores and disposes of chemicals; acts in an emergency.",
        "Assessment: written test and supervised walk through the laboratory",
        "Workload: 6 hours",
        "Participation: on site",
    ),
    language="en",
    achievement_type="Certification",
)

TUTOR: Final = Course(
    name="学修支援チューター",
    description="後輩の学びに寄り添い、問いを引き出す学生チューターの認定。",
    criteria=_lines(
        "学修成果: 傾聴し、答えを教えずに問いを引き出せる。困難な相談を専門窓口につなげられる。",
        "評価方法: 実習20時間の記録と面談",
        "学修時間: 36時間",
        "受講形態: 対面",
        "質保証: 学修支援センターによる年度ごとの更新",
    ),
    language="ja",
)

READING_CIRCLE: Final = Course(
    name="読書会ひととき 十二冊の読了",
    description="一年に十二冊を読み、話し合った記録。",
    criteria=_lines("評価方法: 出席10回以上と感想文", "質保証: なし（有志の会）"),
    language="ja",
    achievement_type="Achievement",
)

EXCHANGE: Final = Course(
    name="Intercultural Teamwork",
    description="An exchange semester's project in a team from five countries.",
    criteria=_lines(
        "Learning outcomes: agrees on ways of working across languages; gives and takes feedback; documents decisions.",
        "Assessment: team project and individual reflection",
        "Workload: 75 hours (3 ECTS credits)",
        "Level: EQF 6",
        "Participation: on site",
        "Quality assurance: institutional, European Standards and Guidelines",
    ),
    language="en",
)

PROGRAMMING: Final = Course(
    name="プログラミング基礎（Python）",
    description="小さな道具を自分で作り、試し、直す。",
    in_english=("Programming Basics (Python)", "Making, testing and mending small tools of one's own."),
    criteria=_lines(
        "学修成果: 繰り返しと条件分岐を使った100行程度のプログラムを書き、テストできる。",
        "評価方法: 課題6回（50%）と制作物の発表（50%）",
        "学修時間: 45時間（1単位相当）",
        "レベル: 学士課程1・2年次",
        "受講形態: オンライン",
        "質保証: 見本大学教育質保証委員会",
    ),
    language="ja",
    tags=("プログラミング",),
)

REGIONAL_PROJECT: Final = Course(
    name="地域課題解決演習",
    description="自治体とともに地域の課題を見つけ、データにもとづく提案をまとめる。",
    criteria=_lines(
        "学修成果: 現地調査を計画し実施できる。多様な立場の人と合意をつくり、提案にまとめられる。",
        "評価方法: 公開発表会での審査（教員2名と自治体職員1名）",
        "学修時間: 90時間（2単位相当）",
        "レベル: 学士課程3年次",
        "受講形態: 現地実習と対面",
        "質保証: 見本大学教育質保証委員会、連携自治体による外部評価",
        "積み重ね: 副専攻「地域デザイン」に算入",
    ),
    language="ja",
    credits=2.0,
)

PRESENTATION: Final = Course(
    name="Presenting in English",
    description="A ten-minute talk, and the questions after it.",
    criteria=_lines(
        "Learning outcomes: builds a talk around one message; answers questions; gives useful feedback.",
        "Assessment: two talks before a jury",
        "Workload: 20 hours",
        "Level: CEFR B2",
        "Participation: online, live",
        "Quality assurance: self-declared by the platform",
    ),
    language="en",
    credits=0.5,
)
