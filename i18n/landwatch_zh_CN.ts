<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
<name>LandWatch</name>
<message><source> Nothing is written yet.</source><translation>核对无误后点“写入台账”，此前不写入任何内容。</translation></message>
<message><source> The first {} are shown; the toolbox writes all of them into a table.</source><translation>此处显示前{}处，完整清单请在处理工具箱中输出。</translation></message>
<message><source>(all)</source><translation>（全部）</translation></message>
<message><source>(none)</source><translation>（无）</translation></message>
<message><source>(not bound)</source><translation>（未绑定）</translation></message>
<message><source>(secret, not shown)</source><translation type="vanished">（涉密，不显示）</translation></message>
<message><source>A Gauss–Krüger zone such as EPSG:4526. Empty = the layer's own zone, else the zone where it lies.</source><translation>高斯-克吕格分带坐标系，如 EPSG:4526。留空用图层自己的带，否则用所在位置的3度带。</translation></message>
<message><source>A click copies the number</source><translation>点击复制图斑编号</translation></message>
<message><source>A mark put by mistake is lifted. What the ledger had of the patch is gone; receive the file of its batch again to take it in. Number and reason are obligatory and are kept with your name.</source><translation>解除误设的涉军涉密标记。该图斑原有的内容已清除，解除后请对原批次文件作补充接收。须填写编号和理由，与经办人一并记入日志。</translation></message>
<message><source>About LandWatch</source><translation>关于 LandWatch</translation></message>
<message><source>Accountability ratio</source><translation>问责比例</translation></message>
<message><source>Accountability ratio (问责比例)</source><translation>问责比例测算</translation></message>
<message><source>Accountability ratio…</source><translation>问责比例测算…</translation></message>
<message><source>Add</source><translation>添加</translation></message>
<message><source>Add approvals from coordinate texts</source><translation>批文坐标入库</translation></message>
<message><source>Add approvals from coordinate texts…</source><translation>批文坐标入库…</translation></message>
<message><source>Added as layer “{}”. It is temporary: save it as a file to keep it.</source><translation>已添加图层“{}”。这是临时图层，需要保留请另存为文件。</translation></message>
<message><source>After</source><translation>后时相</translation></message>
<message><source>After a decision go to the next undecided</source><translation>判定后转到下一个未判定图斑</translation></message>
<message><source>All</source><translation>全部</translation></message>
<message><source>All batches</source><translation>全部批次</translation></message>
<message><source>All classes</source><translation>全部判定</translation></message>
<message><source>All must be bound</source><translation>须全部绑定的图层</translation></message>
<message><source>All parties</source><translation>全部主体类型</translation></message>
<message><source>All patches of the list are decided.</source><translation>列表中的图斑已全部判定。</translation></message>
<message><source>All points are one ring</source><translation>全部为一圈</translation></message>
<message><source>All states</source><translation>全部状态</translation></message>
<message><source>All tags</source><translation>全部标签</translation></message>
<message><source>All townships</source><translation>全部乡镇</translation></message>
<message><source>Also called: {}</source><translation>别名：{}</translation></message>
<message><source>Approvals and land classes come from the layers bound by role, or those that the ledger used last.</source><translation>批准范围和地类取自已绑定角色的图层；未绑定时取台账上次使用的图层。</translation></message>
<message><source>Approvals that are delivered only as boundary point texts (勘测定界界址点坐标) are added to the project's layer of their kind, with number, date, project and holder from 清单.csv in the same folder.</source><translation>将仅以勘测定界界址点坐标文本提供的批文，连同同一文件夹内“清单.csv”所列的文号、日期、项目和单位，添加到工程中相应种类的图层。</translation></message>
<message><source>Area (mu)</source><translation>面积（亩）</translation></message>
<message><source>Area as issued {} mu, differs from the geometry</source><translation>下发面积 {} 亩，与图形面积不一致</translation></message>
<message><source>Area basis</source><translation>面积口径</translation></message>
<message><source>Area of each patch in each class of a control layer, and how much of the patch the layer covers (overlapping polygons counted once). Invalid polygons are repaired and listed; nothing is dropped in silence.</source><translation>每个图斑在控制图层各类别中的面积，以及图层对图斑的覆盖面积（重叠部分只计一次）。无效图形修复并列明，不静默丢弃任何要素。</translation></message>
<message><source>Area {} mu. {}</source><translation>面积 {} 亩。{}</translation></message>
<message><source>Areas by class</source><translation>分类面积</translation></message>
<message><source>As drawn</source><translation>原有起点</translation></message>
<message><source>As issued: {}</source><translation>下发面积：{}</translation></message>
<message><source>As read</source><translation>识别结果</translation></message>
<message><source>As shipped</source><translation>随插件附带的手册</translation></message>
<message><source>Automatic</source><translation>自动</translation></message>
<message><source>Automatic: {}</source><translation>自动：{}</translation></message>
<message><source>Back</source><translation>上一步</translation></message>
<message><source>Back (Esc)</source><translation>返回（Esc）</translation></message>
<message><source>Batch</source><translation>批次</translation></message>
<message><source>Batch name</source><translation>批次名称</translation></message>
<message><source>Batch {}</source><translation>批次 {}</translation></message>
<message><source>Before</source><translation>前时相</translation></message>
<message><source>Before / after image</source><translation>切换前时相 / 后时相</translation></message>
<message><source>Bind layers</source><translation>绑定图层</translation></message>
<message><source>Bind layers…</source><translation>绑定图层…</translation></message>
<message><source>Binds one volume per patch: cover, statement of facts, before and after images, overlay map, area table, photos, findings, decision. Layers come from the project's roles or, without a project, from the last check.</source><translation>一图斑一卷宗：封面、核查情况说明、前后时相影像、套合分析图、面积表、现场照片、规则核查结果和会审意见。图层取自工程的角色绑定；无工程时用上次核查的图层。</translation></message>
<message><source>Blocking only</source><translation>仅阻断问题</translation></message>
<message><source>Blocking problems</source><translation>阻断问题</translation></message>
<message><source>Boundaries</source><translation>矿山边界</translation></message>
<message><source>Boundary coordinates</source><translation>界址点坐标</translation></message>
<message><source>Boundary point texts (勘测定界界址点坐标, 国土TXT) in their many dialects become one polygon layer. Whatever was mended stands in the field notes; a text that cannot be read is listed with line and cure, and the others go in.</source><translation>把各种写法的勘测定界界址点坐标文本（国土TXT）读成一个面图层。读取时作过的订正和疑点写在 notes 字段；不能读取的文本列出行号和处理办法，其余照常读入。</translation></message>
<message><source>Browse…</source><translation>浏览…</translation></message>
<message><source>But not</source><translation>除外</translation></message>
<message><source>By a line drawn on the map</source><translation type="vanished">按所画界线</translation></message>
<message><source>By approvals</source><translation>按批准范围</translation></message>
<message><source>By comparison with the shapes</source><translation>与图形比较后判断</translation></message>
<message><source>By corner coordinates</source><translation>按界址点坐标</translation></message>
<message><source>By its content</source><translation>按内容判断</translation></message>
<message><source>By land classes</source><translation>按地类界线</translation></message>
<message><source>By lines drawn on the map</source><translation>按所画界线</translation></message>
<message><source>By the features of a layer</source><translation>按图层要素</translation></message>
<message><source>Calendar</source><translation>日程</translation></message>
<message><source>Cancel</source><translation>取消</translation></message>
<message><source>Cannot be read:&#10;{}</source><translation>无法读取：&#10;{}</translation></message>
<message><source>Casework</source><translation>业务办理</translation></message>
<message><source>Certainty</source><translation>依据可靠程度</translation></message>
<message><source>Changed patches</source><translation>变化图斑数</translation></message>
<message><source>Check</source><translation>检查项</translation></message>
<message><source>Check again</source><translation>重新自查</translation></message>
<message><source>Check all patches</source><translation>核查全部图斑</translation></message>
<message><source>Check each line; lines with * must have a field. Fields not listed are kept as they are.</source><translation>请逐项核对字段；带 * 的必须有。未列出的字段照原样保存。</translation></message>
<message><source>Check the ledger's patches</source><translation>核查台账图斑</translation></message>
<message><source>Check the rows</source><translation>开始核对</translation></message>
<message><source>Checked by another rule book; check again for suggestions by the one in use.</source><translation>核查时所用的不是当前这本规则手册；重新核查后按当前手册提出建议。</translation></message>
<message><source>Checking</source><translation>核查</translation></message>
<message><source>Checking patches</source><translation>正在核查图斑</translation></message>
<message><source>Checklist</source><translation>自查清单</translation></message>
<message><source>Child</source><translation>子图斑</translation></message>
<message><source>Children</source><translation>子图斑数</translation></message>
<message><source>Choose a layer</source><translation>请选择图层</translation></message>
<message><source>Choose a ledger. A new one is made when a batch is taken in.</source><translation>请选择台账文件；新台账在接收批次时建立。</translation></message>
<message><source>Choose the issued file first.</source><translation>请先选择下发文件。</translation></message>
<message><source>Choose the issued file; what is in it will be shown here.</source><translation>请选择下发文件，文件内容将显示在这里。</translation></message>
<message><source>Choose the layer whose features part the patch.</source><translation>请选择拆分所用的图层，按其面要素或线要素拆分。</translation></message>
<message><source>Choose the ledger, or name a new one.</source><translation>请选择台账，或填写新台账的文件名。</translation></message>
<message><source>Choose the sub-type first (digit or arrow key).</source><translation>请选择子类（按数字键或方向键）。</translation></message>
<message><source>Citation</source><translation>依据</translation></message>
<message><source>Class</source><translation>判定</translation></message>
<message><source>Class field</source><translation>类别字段</translation></message>
<message><source>Classes and evidence</source><translation>类型和举证</translation></message>
<message><source>Classes and sub-types that decisions may name. Empty = shipped 2022 rule book.</source><translation>会审决定可以使用的判定类型。留空使用随附的2022年规则手册。</translation></message>
<message><source>Classes left out</source><translation>不计入的大类</translation></message>
<message><source>Classes, evidence and document defaults. Empty = shipped 2022 rule book.</source><translation>判定类型、举证要求和文书默认值。留空使用随附的2022年规则手册。</translation></message>
<message><source>Clear</source><translation>清空</translation></message>
<message><source>Click the corners of the line; it must cross the patch. A double or right click ends it.</source><translation>请在地图上单击画界线，界线须贯穿图斑；双击或右键结束。</translation></message>
<message><source>Click the corners; a double or right click ends, Backspace takes one back, Esc drops.</source><translation>单击加点，双击或右键结束，退格键撤销一点，Esc 放弃。</translation></message>
<message><source>Clockwise</source><translation>顺时针</translation></message>
<message><source>Close</source><translation>关闭</translation></message>
<message><source>Closes a batch after the monthly check: decisions and splits of its patches are refused until it is reopened with a reason. Both are kept in the journal.</source><translation type="vanished">月核完成后锁定一个批次：该批次图斑的判定和拆分不再更改，写明理由方可解除，均记入日志。</translation></message>
<message><source>Closes a batch after the monthly self-check: decisions and splits of its patches are refused until it is reopened with a reason. Blocking problems that are open, or a self-check older than the last change, stop it. Both acts are kept in the journal.</source><translation>月核自查后锁定批次：锁定后不再接受判定和拆分，直至写明理由解除。尚有阻断问题、自查之后又有变动，或有图斑待确认涉军涉密的，不能锁定。锁定和解除都记入日志。</translation></message>
<message><source>Closure tolerance (m²)</source><translation>闭合容差（平方米）</translation></message>
<message><source>Code system</source><translation>编码体系</translation></message>
<message><source>Column {} ({})</source><translation>第{}列（{}）</translation></message>
<message><source>Columns 图斑编号, 动作, 判定, 子类, 理由; optional 标签, 整改期限, 责任单位, 主体类型, 会审日期. 主体类型 must be one of the rule book; 新增 and 存量 exclude each other.</source><translation>须有列：图斑编号、动作、判定、子类、理由；可有：标签、整改期限、责任单位、主体类型、会审日期。主体类型须为规则手册所列；标签“新增”“存量”不能同时填写。</translation></message>
<message><source>Columns 图斑编号, 动作, 判定, 子类, 理由; optional 标签, 整改期限, 责任单位.</source><translation type="vanished">须有列：图斑编号、动作、判定、子类、理由；可有：标签、整改期限、责任单位。</translation></message>
<message><source>Columns 图斑编号, 实地用途 and any others; 举证材料 lists evidence.</source><translation>须有列：图斑编号、实地用途，其余列照录；“举证材料”列填写已有材料。</translation></message>
<message><source>Columns 图斑编号, 整改方式, 耕地面积亩, 文号, 日期.</source><translation>须有列：图斑编号、整改方式、耕地面积亩、文号、日期。</translation></message>
<message><source>Compare two rule books (规则手册对比)</source><translation>规则手册对比</translation></message>
<message><source>Compare two rule books…</source><translation>规则手册对比…</translation></message>
<message><source>Compare with the platform…</source><translation>与平台比对…</translation></message>
<message><source>Compared with the ledger</source><translation>与台账比较</translation></message>
<message><source>Compared with the ledger ({})</source><translation>与台账比较（{}）</translation></message>
<message><source>Compared with the shapes it is {}. Please confirm.</source><translation>与图形面积比较，单位是{}，请确认。</translation></message>
<message><source>Comparison</source><translation>对比表</translation></message>
<message><source>Condition</source><translation>条件</translation></message>
<message><source>Condition in the rule book</source><translation>手册中的条件</translation></message>
<message><source>Confirm (Enter)</source><translation>确认（回车）</translation></message>
<message><source>Confirm: not secret</source><translation>确认排除</translation></message>
<message><source>Confirm; in the open form digits choose the sub-type</source><translation>确认判定（表单打开后，数字键选子类）</translation></message>
<message><source>Content</source><translation>内容</translation></message>
<message><source>Control layer</source><translation>控制图层</translation></message>
<message><source>Control lines and approvals</source><translation>其中：管控线与批准</translation></message>
<message><source>Coordinate system of the file</source><translation>文件的坐标系</translation></message>
<message><source>Coordinate system of the result</source><translation>成果坐标系</translation></message>
<message><source>Coordinate system of the text</source><translation>文本坐标系</translation></message>
<message><source>Coordinate system: {}.</source><translation>坐标系：{}。</translation></message>
<message><source>Coordinate text</source><translation>坐标文本</translation></message>
<message><source>Coordinate texts (*.txt *.csv);;All files (*)</source><translation>坐标文本 (*.txt *.csv);;所有文件 (*)</translation></message>
<message><source>Coordinate texts or folder</source><translation>坐标文本或文件夹</translation></message>
<message><source>Copied as WKT, {}.</source><translation>已复制为 WKT（{}）。</translation></message>
<message><source>Copied: {}</source><translation>已复制：{}</translation></message>
<message><source>Copied: {} rules</source><translation>已复制{}条规则</translation></message>
<message><source>Copy</source><translation>复制</translation></message>
<message><source>Copy as WKT</source><translation>复制为 WKT</translation></message>
<message><source>Corner table</source><translation>界址点坐标表</translation></message>
<message><source>Corrected at</source><translation>更正时间</translation></message>
<message><source>Corrected by</source><translation>更正人</translation></message>
<message><source>Correction</source><translation>更正情况</translation></message>
<message><source>Counted as lawful</source><translation>计入合法新增建设的子类</translation></message>
<message><source>Counted when bound</source><translation>绑定时并入的图层</translation></message>
<message><source>Coverage</source><translation>覆盖情况</translation></message>
<message><source>Ctrl+Z would take back the split of {}; show one of its parts first.</source><translation>Ctrl+Z 将撤销图斑{}的拆分；请先显示其中一个子图斑再撤销。</translation></message>
<message><source>Day of production</source><translation>数据产生日期</translation></message>
<message><source>Day of the check</source><translation>检查日期</translation></message>
<message><source>Day of the meeting</source><translation>会议日期</translation></message>
<message><source>Days to reply</source><translation>回复工作日数</translation></message>
<message><source>Deadline</source><translation>整改期限</translation></message>
<message><source>Decided / all patches of the list</source><translation>已判定数 / 列表内图斑总数</translation></message>
<message><source>Decided {}: {} (Ctrl+Z takes it back)</source><translation>已判定 {}：{}（Ctrl+Z 撤销）</translation></message>
<message><source>Decimals</source><translation>小数位数</translation></message>
<message><source>Decimals of the coordinates in metres: 3 is usual, 2 and 4 are met.</source><translation>坐标（米）的小数位数，通常为3位，也有2位和4位。</translation></message>
<message><source>Decisions already taken keep the figures they were taken on.</source><translation>已作出的会审结论仍保留当时依据的数据。</translation></message>
<message><source>Defer</source><translation>暂缓</translation></message>
<message><source>Denominator (mu)</source><translation>分母（亩）</translation></message>
<message><source>Differences from the last check</source><translation>与上次核查结果的差异</translation></message>
<message><source>Direction of every ring; otherwise counter-clockwise.</source><translation>各圈界址点的走向；不勾选则为逆时针。</translation></message>
<message><source>Do not use the issued areas</source><translation>不采用下发面积</translation></message>
<message><source>Documents</source><translation>文书</translation></message>
<message><source>Double-click a line to go to its patch.</source><translation>双击一行，转到该图斑。</translation></message>
<message><source>Draw anew</source><translation>重新画线</translation></message>
<message><source>Draw another line</source><translation>再画一条</translation></message>
<message><source>Draw on the map</source><translation>在地图上画线</translation></message>
<message><source>E.g. 2026-08-27. Empty = today; a column 会审日期 in the table goes before it.</source><translation>如 2026-08-27。留空为当天；表中有“会审日期”列的，以表为准。</translation></message>
<message><source>Each ring ends with its first point, as the format wants.</source><translation>每圈末行重复首点，格式要求如此。</translation></message>
<message><source>Ellipsoidal</source><translation>椭球面积</translation></message>
<message><source>Ellipsoidal areas are those of the land survey; plane areas those of the projection.</source><translation>椭球面积为国土调查口径；平面面积为投影面积。</translation></message>
<message><source>Encoding</source><translation>编码</translation></message>
<message><source>Every row that was refused, repaired or doubted, with its cure, as a table for printing.</source><translation>退回、修复、提示的每一行及其处理办法，成表可打印。</translation></message>
<message><source>Evidence</source><translation>举证材料</translation></message>
<message><source>Evidence asked for: {}</source><translation>应有举证：{}</translation></message>
<message><source>Examination of layers</source><translation>图层体检</translation></message>
<message><source>Examine again</source><translation>重新体检</translation></message>
<message><source>Examine layers…</source><translation>图层体检…</translation></message>
<message><source>Examine the bound layers (图层体检)</source><translation>图层体检</translation></message>
<message><source>Examining layers</source><translation>正在体检图层</translation></message>
<message><source>Excel (.xlsx) or CSV list with more attributes. Rows without partner on either side are listed.</source><translation>带有其他属性的 Excel（.xlsx）或 CSV 清单；两边对不上的行都会列出。</translation></message>
<message><source>Excel or CSV table (*.xlsx *.csv)</source><translation>Excel 或 CSV 表格 (*.xlsx *.csv)</translation></message>
<message><source>Excel workbook</source><translation>Excel 工作簿</translation></message>
<message><source>Excel workbook (*.xlsx)</source><translation>Excel 工作簿 (*.xlsx)</translation></message>
<message><source>Excel workbook: problems with who corrected them and when, what was not checked, the checks.</source><translation>Excel 工作簿：问题清单（含更正人和更正时间）、未检查的项目、各检查项目的结果。</translation></message>
<message><source>Excel workbook: summary, pieces, patches not yet counted.</source><translation>Excel 工作簿：测算、明细、未计入图斑。</translation></message>
<message><source>Excel workbook: the patches that change, with the reason, and a count by class.</source><translation>Excel 工作簿：建议有变化的图斑和原因，按大类汇总。</translation></message>
<message><source>Export the list of problems</source><translation>导出问题清单</translation></message>
<message><source>Export the list of problems…</source><translation>导出问题清单…</translation></message>
<message><source>Export the list…</source><translation>导出清单…</translation></message>
<message><source>Export the rules tried</source><translation>导出规则追溯表</translation></message>
<message><source>Export to Excel</source><translation>导出 Excel</translation></message>
<message><source>Export to Excel…</source><translation>导出 Excel…</translation></message>
<message><source>Extends {}; what is not written in it comes from there.</source><translation>继承 {}，未写的部分沿用。</translation></message>
<message><source>Farming projects</source><translation>按农业项目处理的子类</translation></message>
<message><source>Feature {}</source><translation>特征 {}</translation></message>
<message><source>Field facts</source><translation>外业核查</translation></message>
<message><source>Field mapping</source><translation type="vanished">字段映射方案</translation></message>
<message><source>Field mapping profile</source><translation>字段映射方案</translation></message>
<message><source>Field of the layer</source><translation>图层字段</translation></message>
<message><source>Field that identifies a patch; must be unique. Empty = feature id.</source><translation>标识图斑的字段，值不得重复。留空使用要素编号。</translation></message>
<message><source>Field visits (外业核查表)</source><translation>外业核查表</translation></message>
<message><source>Field whose values are the classes. Empty = one class for the whole layer.</source><translation>以该字段的值为类别。留空则整个图层为一类。</translation></message>
<message><source>Fields</source><translation>字段对应</translation></message>
<message><source>Files written</source><translation>已生成文件数</translation></message>
<message><source>Filter</source><translation>筛选</translation></message>
<message><source>Filter •</source><translation>筛选 •</translation></message>
<message><source>Findings</source><translation>规则核查结果</translation></message>
<message><source>Findings and what to do</source><translation>情况和处理办法</translation></message>
<message><source>Findings listed</source><translation>核对问题数</translation></message>
<message><source>Findings on layers</source><translation>体检结果</translation></message>
<message><source>Findings that block</source><translation>“不能用”条数</translation></message>
<message><source>Findings to look at</source><translation>“注意”条数</translation></message>
<message><source>First corner</source><translation>起点</translation></message>
<message><source>First rule book</source><translation>原规则手册</translation></message>
<message><source>First values</source><translation>头几行的内容</translation></message>
<message><source>Folder for the texts</source><translation>文本存放文件夹</translation></message>
<message><source>Folder of coordinate texts</source><translation>坐标文本所在文件夹</translation></message>
<message><source>For example 2026年6月</source><translation>例如 2026年6月</translation></message>
<message><source>For example the name of the mine or project</source><translation>例如矿山名称或项目名称</translation></message>
<message><source>For land classes: every gap and double cover above the tolerance is listed with its place.</source><translation>用于地类图斑：超过容差的缝隙和重叠逐处列出并注明位置。</translation></message>
<message><source>For terms and photo dates, e.g. 2026-11-22. Empty = today.</source><translation>用于核对期限和照片日期，例如 2026-11-22。不填则为当天。</translation></message>
<message><source>For the fourth method, instead of a corner table: a text of boundary points.</source><translation>用于第四种方式：不粘贴坐标表的，选择勘测定界界址点坐标文本。</translation></message>
<message><source>For the fourth method: the corners as copied from Word or Excel; they part inside and outside.</source><translation>用于第四种方式：从 Word、WPS 或 Excel 复制的界址点坐标表，按坐标范围内、外拆分。</translation></message>
<message><source>For the third method. Features selected in QGIS go before the others.</source><translation>用于第三种方式。图层中有所选要素时只用所选要素。</translation></message>
<message><source>From the geometry: {} m²</source><translation>图形面积：{} 平方米</translation></message>
<message><source>GBK is what the ministry's software reads; UTF-8 holds rare characters too.</source><translation>部级软件读取 GBK；有生僻字时用 UTF-8。</translation></message>
<message><source>Gaps and double cover up to this are rounding.</source><translation>不超过该值的缝隙和重叠视为取舍误差。</translation></message>
<message><source>GeoPackage that keeps patches, decisions and journal. Made when it does not exist, else added to.</source><translation>存放图斑、判定和日志的 GeoPackage。不存在时新建，存在时追加。</translation></message>
<message><source>Geodatabase…</source><translation>选择 gdb…</translation></message>
<message><source>Geodetic system</source><translation>大地坐标系</translation></message>
<message><source>Grounds, land classes, ratio</source><translation>口径与地类</translation></message>
<message><source>Guess by name</source><translation>按名称猜测</translation></message>
<message><source>History</source><translation>历史记录</translation></message>
<message><source>History of patch {}</source><translation>图斑 {} 的历史记录</translation></message>
<message><source>How it was corrected</source><translation>更正情况</translation></message>
<message><source>How to correct</source><translation>更正办法</translation></message>
<message><source>Images {} → {}</source><translation>影像 {} → {}</translation></message>
<message><source>In this order; the first rule that holds is the suggestion. Rule book {}</source><translation>按此次序逐条比对，最先符合的一条作为建议。规则手册：{}</translation></message>
<message><source>In use in the open sitting.</source><translation>当前会审正在使用这本手册。</translation></message>
<message><source>Issued file</source><translation>下发文件</translation></message>
<message><source>Item</source><translation>项目</translation></message>
<message><source>Its patches tell where the county is when no township layer is bound; without a project its layers are examined.</source><translation>没有绑定乡镇界时，以其中图斑的位置作为县域；没有工程时，检查该台账上次使用的图层。</translation></message>
<message><source>J1, J2 …; otherwise 1, 2 ….</source><translation>J1、J2……；不勾选则为 1、2……。</translation></message>
<message><source>JPEG files named number_1.jpg; position, azimuth and time come from EXIF.</source><translation>照片为“图斑编号_1.jpg”形式的 JPEG 文件；位置、方位角和时间取自 EXIF。</translation></message>
<message><source>KCXS (0–1): that share of each polygon is counted as class 1203. Empty = none.</source><translation>KCXS（0—1）：各面按该系数扣除的部分计入1203田坎。留空为不扣除。</translation></message>
<message><source>Keep the last check</source><translation>保留原结果</translation></message>
<message><source>Kept in the history: not military or secret.</source><translation>已排除涉军涉密，并记入图斑历史。</translation></message>
<message><source>Key area</source><translation>重点区域</translation></message>
<message><source>Keys</source><translation>快捷键</translation></message>
<message><source>Kind</source><translation>性质</translation></message>
<message><source>Kind of party</source><translation>主体类型</translation></message>
<message><source>Kind of party: {}</source><translation>主体类型：{}</translation></message>
<message><source>Kind of use</source><translation>归类</translation></message>
<message><source>Land before the change</source><translation>变更前地类</translation></message>
<message><source>Land classes</source><translation>地类</translation></message>
<message><source>Land code field</source><translation>地类编码字段</translation></message>
<message><source>LandWatch</source><translation>卫片执法</translation></message>
<message><source>LandWatch rule book</source><translation>卫片规则手册</translation></message>
<message><source>LandWatch {}</source><translation>LandWatch 卫片执法图斑核查 {}</translation></message>
<message><source>Last check</source><translation>原结果</translation></message>
<message><source>Latitude</source><translation>纬度</translation></message>
<message><source>Law cited</source><translation>引用法律规定</translation></message>
<message><source>Lawful grounds</source><translation>合法依据</translation></message>
<message><source>Layer</source><translation>图层</translation></message>
<message><source>Layer bound as {}</source><translation>已绑定的{}图层</translation></message>
<message><source>Layer in the file</source><translation>文件中的图层</translation></message>
<message><source>Layer whose polygons are written, in any coordinate system.</source><translation>要写出的面图层，坐标系不限。</translation></message>
<message><source>Layers (*.shp *.gpkg *.geojson *.json);;All files (*)</source><translation type="vanished">矢量图层 (*.shp *.gpkg *.geojson *.json);;所有文件 (*)</translation></message>
<message><source>Layers (*.shp *.zip *.gpkg *.geojson *.json *.kml *.kmz);;All files (*)</source><translation>图层 (*.shp *.zip *.gpkg *.geojson *.json *.kml *.kmz);;所有文件 (*)</translation></message>
<message><source>Layers not finished: {}</source><translation>检查未完成的图层：{}</translation></message>
<message><source>Layers without features, taken as covering nothing: {}. Was data left out?</source><translation>图层没有要素，按未覆盖处理：{}；请确认是否漏给数据。</translation></message>
<message><source>Leaves the denominator</source><translation>从分母扣除</translation></message>
<message><source>Leaves the numerator</source><translation>从分子扣除</translation></message>
<message><source>Ledger</source><translation>台账</translation></message>
<message><source>Ledger (*.gpkg)</source><translation>台账 (*.gpkg)</translation></message>
<message><source>Ledger, new or existing</source><translation>台账（新建或已有）</translation></message>
<message><source>Legal basis</source><translation>发函依据</translation></message>
<message><source>Letter code</source><translation>函的代字</translation></message>
<message><source>Level</source><translation>级别</translation></message>
<message><source>Licence or approval number</source><translation>许可证号或批准文号</translation></message>
<message><source>Lift a mark</source><translation>解除涉军涉密标记</translation></message>
<message><source>Lift a mark of military or secret…</source><translation>解除涉军涉密标记…</translation></message>
<message><source>Lift the mark</source><translation>解除标记</translation></message>
<message><source>Limit</source><translation>阈值</translation></message>
<message><source>Limits</source><translation>界限</translation></message>
<message><source>Limits, tags, calendar</source><translation>阈值、标签、联动、日程</translation></message>
<message><source>Line</source><translation>行</translation></message>
<message><source>Lines end with CR LF; otherwise with LF alone.</source><translation>行末为 CR LF；不勾选则只有 LF。</translation></message>
<message><source>Lines or polygons</source><translation>线图层或面图层</translation></message>
<message><source>Linkage</source><translation>联动</translation></message>
<message><source>List</source><translation>列表</translation></message>
<message><source>List of findings</source><translation>核对清单</translation></message>
<message><source>List of problems</source><translation>问题清单</translation></message>
<message><source>List of rules</source><translation>规则列表</translation></message>
<message><source>List to join</source><translation>连接清单</translation></message>
<message><source>List to join by patch number</source><translation>按编号连接的清单</translation></message>
<message><source>List: {} rows.</source><translation>清单：{}行。</translation></message>
<message><source>Lists (*.xlsx *.csv *.txt);;All files (*)</source><translation>清单 (*.xlsx *.csv *.txt);;所有文件 (*)</translation></message>
<message><source>Lists the children with their area and writes nothing.</source><translation>列出各子图斑及面积，不写入台账。</translation></message>
<message><source>Lists to choose from</source><translation>选项</translation></message>
<message><source>Lock a month (月核锁定)</source><translation>月核锁定</translation></message>
<message><source>Lock a month…</source><translation>月核锁定…</translation></message>
<message><source>Longitude</source><translation>经度</translation></message>
<message><source>Look through</source><translation>核对</translation></message>
<message><source>Make a book of our own</source><translation>新建本县手册</translation></message>
<message><source>Make a book of our own…</source><translation>新建本县手册…</translation></message>
<message><source>Mandatory</source><translation>必备</translation></message>
<message><source>Mark as corrected</source><translation>标记已更正</translation></message>
<message><source>Mark as corrected…</source><translation>标记已更正…</translation></message>
<message><source>Mark as draft (草稿)</source><translation>标为草稿</translation></message>
<message><source>Mark as military or secret</source><translation>标记涉军涉密</translation></message>
<message><source>Mark as military or secret…</source><translation>标记涉军涉密…</translation></message>
<message><source>Marks</source><translation>识别字样</translation></message>
<message><source>May stay empty; written with today's date beside each decision</source><translation>可不填；填写后连同当天日期随每次判定记入台账</translation></message>
<message><source>Meaning</source><translation>含义</translation></message>
<message><source>Meeting</source><translation>会议</translation></message>
<message><source>Meeting file (会议.toml)</source><translation>会议资料文件（会议.toml）</translation></message>
<message><source>Message</source><translation>说明</translation></message>
<message><source>Method</source><translation>拆分方式</translation></message>
<message><source>Minerals</source><translation>矿产</translation></message>
<message><source>Minutes of the meeting…</source><translation>会审纪要…</translation></message>
<message><source>Minutes of the review meeting (会审纪要)</source><translation>会审纪要</translation></message>
<message><source>Missing: {}</source><translation>缺：{}</translation></message>
<message><source>Monthly self-check</source><translation>月核自查</translation></message>
<message><source>Monthly self-check (月核)</source><translation>月核自查</translation></message>
<message><source>Monthly self-check…</source><translation>月核自查…</translation></message>
<message><source>More</source><translation>更多</translation></message>
<message><source>More evidence by</source><translation>补充举证期限</translation></message>
<message><source>Mu</source><translation>亩</translation></message>
<message><source>Must hold 清单.csv with the columns 文件, 种类, 批准文号, 批准日期, 项目名称, 用地单位.</source><translation>文件夹内须有“清单.csv”，列名为：文件、种类、批准文号、批准日期、项目名称、用地单位。</translation></message>
<message><source>Name</source><translation>名称</translation></message>
<message><source>Name of a shipped profile or of your own, or path of a .toml file. Empty = the one that fits the fields best.</source><translation>随程序提供或自己保存的方案名称，或 .toml 文件路径；留空则取与字段最相符的方案。</translation></message>
<message><source>Name of a shipped profile, or path of your own .toml file.</source><translation type="vanished">随附方案的名称，或自建 .toml 方案文件的路径。</translation></message>
<message><source>Name of the batch, e.g. 2026年6月.</source><translation>批次名称，如 2026年6月。</translation></message>
<message><source>Name of the batch, e.g. 2026年6月. A ledger holds each batch once.</source><translation>批次名称，如“2026年6月”。同一台账中批次不能重复。</translation></message>
<message><source>Name of the layer when the zip, geodatabase or GeoPackage holds several polygon layers.</source><translation>压缩包、gdb 或 gpkg 中有几个面图层时，写明接收哪一个。</translation></message>
<message><source>Name of the review meeting that took the decisions.</source><translation>作出决定的会审会议名称。</translation></message>
<message><source>Name of your own profile</source><translation>方案名称，如“演示县2026”</translation></message>
<message><source>Name written beside each decision</source><translation>姓名，随每次操作记入台账</translation></message>
<message><source>Name written into the journal.</source><translation type="vanished">写入日志的经办人姓名。</translation></message>
<message><source>Name written into the journal. Empty = the name used last in the dock, else the system user.</source><translation>写入日志的经办人姓名。留空取面板上次使用的姓名，没有则取系统用户名。</translation></message>
<message><source>Names organ and date; with it the sheet is also written as PDF and Word beside the workbook.</source><translation>写明单位和日期；给出时另存 PDF 和 Word 各一份。</translation></message>
<message><source>Names separated by commas. Empty = every township that needs a letter.</source><translation>乡镇名称，用逗号分隔。留空表示所有需要提醒的乡镇。</translation></message>
<message><source>Names the words that mark a patch as secret. Empty = shipped 2022 rule book.</source><translation>其中列明标识涉密图斑的字样。留空使用随附的2022年规则手册。</translation></message>
<message><source>Nature</source><translation>性质</translation></message>
<message><source>Needs layers</source><translation>所需图层</translation></message>
<message><source>New patches</source><translation>新增图斑数</translation></message>
<message><source>New temporary layer</source><translation>新建临时图层</translation></message>
<message><source>Next</source><translation>下一步</translation></message>
<message><source>Next patch</source><translation>下一个图斑</translation></message>
<message><source>Next patch (→ or Page Down)</source><translation>下一个图斑（→ 或 PageDown）</translation></message>
<message><source>Next patch without a decision (N)</source><translation>下一个尚未判定的图斑（N）</translation></message>
<message><source>Next step and notes</source><translation>下一步和说明</translation></message>
<message><source>Next step: </source><translation>下一步：</translation></message>
<message><source>Next undecided patch</source><translation>下一个未判定图斑</translation></message>
<message><source>Next ▶</source><translation>下一个 ▶</translation></message>
<message><source>No field of areas.</source><translation>没有面积字段。</translation></message>
<message><source>No image layer is bound: no data</source><translation>未绑定影像图层：无数据</translation></message>
<message><source>No ledger is open. Open one from the menu ☰.</source><translation>尚未打开台账。请从菜单 ☰ 打开台账或接收批次。</translation></message>
<message><source>No patch is shown.</source><translation>当前没有图斑。</translation></message>
<message><source>No patch to show. Change the filter or take in a batch.</source><translation>没有可显示的图斑。请调整筛选条件，或接收批次。</translation></message>
<message><source>No unit fits the shapes. Choose one only when you know it.</source><translation>哪个单位都与图形面积对不上；确知单位时再选择。</translation></message>
<message><source>No.</source><translation>序号</translation></message>
<message><source>North-east</source><translation>东北角</translation></message>
<message><source>North-west</source><translation>西北角</translation></message>
<message><source>Not bound, no data: {}</source><translation type="vanished">未绑定（无数据）：{}</translation></message>
<message><source>Not bound, no data: {}.</source><translation>未绑定（无数据）：{}。</translation></message>
<message><source>Not checked</source><translation>未检查</translation></message>
<message><source>Not checked yet: no figures</source><translation>尚未核查，没有面积数据</translation></message>
<message><source>Not military or secret</source><translation>排除涉军涉密</translation></message>
<message><source>Not military or secret…</source><translation>排除涉军涉密…</translation></message>
<message><source>Not stated</source><translation>未填</translation></message>
<message><source>Note</source><translation>说明</translation></message>
<message><source>Nothing has been recorded yet.</source><translation>尚无记录。</translation></message>
<message><source>Nothing to look at.</source><translation type="vanished">没有需要核对的行。</translation></message>
<message><source>Number</source><translation>图斑编号</translation></message>
<message><source>Number, place or word</source><translation>编号、地名或关键词</translation></message>
<message><source>Numbers separated by commas. Empty = every patch of the period.</source><translation>图斑编号，用逗号分隔。留空表示本期全部图斑。</translation></message>
<message><source>Numerator (mu)</source><translation>分子（亩）</translation></message>
<message><source>Numerator, denominator and ratio of illegal use of cultivated land in new construction, by the rule book's treatment of remedies, with the list of patches behind each term, as an Excel sheet.</source><translation>按规则手册对整改的处理口径，测算新增建设违法占用耕地的分子、分母和比例，并列出每一项所含图斑，输出为 Excel 表。</translation></message>
<message><source>OK</source><translation>确定</translation></message>
<message><source>OK and examine layers</source><translation>确定并体检</translation></message>
<message><source>Off: no coordinate appears on paper.</source><translation>不勾选时，文书上不出现任何坐标。</translation></message>
<message><source>Off: where figures differ they are only listed, and the last check stands.</source><translation>不勾选时，如有差异仅列出，台账保留原核查结果。</translation></message>
<message><source>One of</source><translation>任选其一</translation></message>
<message><source>One polygon with {} corners will be written into the layer bound as {}: name “{}”, number “{}”.</source><translation>将把这个范围（{}个拐点）写入绑定为“{}”的图层：名称“{}”，编号“{}”。</translation></message>
<message><source>One text per polygon</source><translation>每个图斑一份文本</translation></message>
<message><source>One text, several texts, or a folder, of which all .txt files are read.</source><translation>一份或多份文本，或一个文件夹（读取其中全部 .txt 文件）。</translation></message>
<message><source>Only for texts that name no zone, neither in the coordinates nor in the header, e.g. 38.</source><translation>只用于坐标和文件头都没有带号的文本，例如 38。</translation></message>
<message><source>Only rules for this kind of patch</source><translation>只看本类规则</translation></message>
<message><source>Only rules that hold or are unsure</source><translation>只看符合和存疑的规则</translation></message>
<message><source>Only show the parts</source><translation>仅预览</translation></message>
<message><source>Only what lies outside approvals</source><translation>只计批准范围以外的子类</translation></message>
<message><source>Only when the Chinese text comes out garbled.</source><translation>仅在汉字显示为乱码时指定。</translation></message>
<message><source>Only when the file has none or a wrong one. Empty = its own, else as its coordinates tell.</source><translation>仅在文件没有坐标系或坐标系有误时指定；留空则用文件自带的，没有时按坐标数值判断。</translation></message>
<message><source>Open</source><translation>打开</translation></message>
<message><source>Open a file…</source><translation>打开坐标文本…</translation></message>
<message><source>Open in text editor</source><translation>用文本编辑器打开</translation></message>
<message><source>Open ledger</source><translation>打开台账</translation></message>
<message><source>Open ledger…</source><translation>打开台账…</translation></message>
<message><source>Open problems</source><translation>未了结的问题</translation></message>
<message><source>Open the class that bears this digit</source><translation>打开按钮上标有该数字的判定</translation></message>
<message><source>Opened {} of the project; what is decided is signed “{}”.</source><translation>已打开工程中的台账 {}，判定以“{}”署名。</translation></message>
<message><source>Operator</source><translation>操作人</translation></message>
<message><source>Optional</source><translation>可选</translation></message>
<message><source>Optional; Excel or CSV, joined by patch number</source><translation>可不填；Excel 或 CSV 清单，按图斑编号连接</translation></message>
<message><source>Order of deduction</source><translation>扣除先后</translation></message>
<message><source>Organ, date, place, people and demands of the meeting; a missing item stops the document.</source><translation>发文机关、日期、地点、人员和会议要求；缺项时不生成文书。</translation></message>
<message><source>Other file…</source><translation>其他文件…</translation></message>
<message><source>Otherwise all polygons go into one text.</source><translation>不勾选则全部图斑写入一份文本。</translation></message>
<message><source>Outcome</source><translation>处理</translation></message>
<message><source>Output folder</source><translation>输出文件夹</translation></message>
<message><source>Overlay patches with a layer</source><translation>图斑套合分析</translation></message>
<message><source>Overlays every patch with the layers bound by role in the project (or, without a project, those used last), tries the rule book and keeps figures, findings and a suggestion in the ledger. People decide.</source><translation>将台账中的图斑与工程中按角色绑定的图层（无工程时用上次核查的图层）套合，逐条比对规则手册，把数值、规则结果和建议写入台账。判定由人作出。</translation></message>
<message><source>Paper no.</source><translation>编号</translation></message>
<message><source>Parcel name field</source><translation>地块名称字段</translation></message>
<message><source>Parcel number field</source><translation>地块编号字段</translation></message>
<message><source>Parcels</source><translation>地块</translation></message>
<message><source>Parcels added</source><translation>入库地块数</translation></message>
<message><source>Parcels read</source><translation>读入地块数</translation></message>
<message><source>Part</source><translation>部分</translation></message>
<message><source>Part of a batch name, e.g. 2026年6月 or 2026年. Empty = all batches.</source><translation>批次名称的一部分，如“2026年6月”或“2026年”。留空表示全部批次。</translation></message>
<message><source>Part of a batch name, e.g. 2026年6月. Empty = all batches.</source><translation>批次名称的一部分，如“2026年6月”。留空表示全部批次。</translation></message>
<message><source>Parties</source><translation>用地主体类型</translation></message>
<message><source>Parts as parcels of their own</source><translation>多部分图斑分写为几个地块</translation></message>
<message><source>Parts get the number with -1, -2 …. Otherwise they are further rings, which some readers deduct as holes.</source><translation>各部分编号加 -1、-2……。不勾选则作为后续圈号写入同一地块，有的软件会当作内环扣除。</translation></message>
<message><source>Passed since</source><translation>复查已消除</translation></message>
<message><source>Paste a corner table from Word, WPS or Excel here (Ctrl+V).</source><translation>在此粘贴从 Word、WPS 或 Excel 复制的拐点坐标表（Ctrl+V）。&#10;有无点号、表头、标高均可；多圈请用空行分开。</translation></message>
<message><source>Paste coordinates</source><translation>粘贴坐标</translation></message>
<message><source>Paste coordinates…</source><translation>粘贴坐标…</translation></message>
<message><source>Paste from clipboard</source><translation>从剪贴板粘贴</translation></message>
<message><source>Paste or open coordinates…</source><translation>粘贴或打开坐标…</translation></message>
<message><source>Paste the corner table or open a text of boundary points.</source><translation>请在“粘贴坐标”窗口中粘贴界址点坐标表，或打开坐标文本。</translation></message>
<message><source>Patch</source><translation>图斑</translation></message>
<message><source>Patch dossiers (图斑卷宗)</source><translation>图斑卷宗</translation></message>
<message><source>Patch dossiers…</source><translation>图斑卷宗…</translation></message>
<message><source>Patch layer as received</source><translation>下发图斑图层</translation></message>
<message><source>Patch number</source><translation>图斑编号</translation></message>
<message><source>Patch number as issued</source><translation>原始下发的图斑编号</translation></message>
<message><source>Patch number field</source><translation>图斑编号字段</translation></message>
<message><source>Patch numbers</source><translation>图斑编号</translation></message>
<message><source>Patch {} is confirmed not to be military or secret. The reason is obligatory and is kept with your name; a record written later that holds such words asks again.</source><translation>确认图斑{}不属于涉军涉密。须填写理由，理由与经办人一并记入图斑历史；以后的记录再出现此类字样时，仍会提示确认。</translation></message>
<message><source>Patch {} stands again in the place of {}; decisions on these are taken back. The journal keeps both.</source><translation>图斑 {} 将恢复，代替 {}；子图斑的判定一并撤销。日志均予保留。</translation></message>
<message><source>Patch {} will be taken out of every list, map, count and document and is reported apart. Only its number is kept. This cannot be taken back here.</source><translation type="vanished">图斑 {} 将从所有列表、地图、统计和文书中移出，另行报送；系统只保留编号，此处不能撤销。</translation></message>
<message><source>Patch {}, with all that was split from the same patch, will be taken out of every list, map, count and document and is reported apart. Only the numbers are kept; the contents cannot be brought back here.</source><translation>图斑 {}（已拆分的，连同全部子图斑）将从所有列表、地图、统计和文书中移出，另行报送；系统只保留编号，内容在此处不能恢复。</translation></message>
<message><source>Patch — {}</source><translation>图斑 — {}</translation></message>
<message><source>Patches</source><translation>图斑</translation></message>
<message><source>Patches checked</source><translation>已核查图斑数</translation></message>
<message><source>Patches compared</source><translation>对比图斑数</translation></message>
<message><source>Patches no longer in the file</source><translation>本次文件中没有的图斑数</translation></message>
<message><source>Patches that change</source><translation>有变化的图斑数</translation></message>
<message><source>Patches that do not close</source><translation>不闭合的图斑</translation></message>
<message><source>Patches to be checked again before they are compared</source><translation>须重新核查后比较的图斑数</translation></message>
<message><source>Period</source><translation>期间</translation></message>
<message><source>Photo folder</source><translation>照片文件夹</translation></message>
<message><source>Photos</source><translation>现场照片</translation></message>
<message><source>Pieces</source><translation>重叠图形</translation></message>
<message><source>Place</source><translation>位置</translation></message>
<message><source>Plane</source><translation>平面面积</translation></message>
<message><source>Platform export</source><translation>平台导出表</translation></message>
<message><source>Point</source><translation>点号</translation></message>
<message><source>Point name</source><translation>点号</translation></message>
<message><source>Point numbers with J</source><translation>点号带 J</translation></message>
<message><source>Polygons</source><translation>面图层</translation></message>
<message><source>Polygons become boundary point texts (勘测定界界址点坐标) in the canonical form, with the declared area in hectares from the printed coordinates. A polygon that cannot be written is listed, never changed in silence.</source><translation>把面图层写成规范格式的勘测定界界址点坐标文本，地块面积（公顷）按写出的坐标计算。不能写出的图斑逐个列出，不作改动。</translation></message>
<message><source>Polygons refused</source><translation>未写出图斑数</translation></message>
<message><source>Polygons to be measured, in any coordinate system.</source><translation>待量算的面，坐标系不限。</translation></message>
<message><source>Polygons to overlay with: land classes, farmland, red line, approvals …</source><translation>参与套合的面图层：地类图斑、永久基本农田、生态保护红线、批文等。</translation></message>
<message><source>Polygons with declared and computed areas, coordinate system, encoding, notes, file and line.</source><translation>地块面，附填写面积和计算面积、坐标系、编码、说明、文件名和行号。</translation></message>
<message><source>Polygons written</source><translation>写出图斑数</translation></message>
<message><source>Press “Draw on the map” and click the corners of the line across the patch.</source><translation>请点“在地图上画线”，再在地图上单击画一条贯穿图斑的界线。</translation></message>
<message><source>Press “Paste or open coordinates…”: the ring parts the patch into inside and outside.</source><translation>请点击“粘贴或打开坐标…”，按坐标范围内、外拆分图斑。</translation></message>
<message><source>Previous patch</source><translation>上一个图斑</translation></message>
<message><source>Previous patch (← or Page Up)</source><translation>上一个图斑（← 或 PageUp）</translation></message>
<message><source>Print coordinates</source><translation>打印坐标</translation></message>
<message><source>Prints 草稿 across the pages until the document is issued.</source><translation>在正式印发前，各页加印“草稿”字样。</translation></message>
<message><source>Problem</source><translation>问题</translation></message>
<message><source>Problem, or why not checked</source><translation>问题或未检查的原因</translation></message>
<message><source>Problems</source><translation>问题</translation></message>
<message><source>Problems of earlier self-checks. Check again for the present state.</source><translation>以下为以前自查发现的问题，请重新自查以了解当前情况。</translation></message>
<message><source>Producing unit</source><translation>数据产生单位</translation></message>
<message><source>Projection zone</source><translation>投影带</translation></message>
<message><source>Put off: more evidence is needed</source><translation>暂不判定，需补充举证</translation></message>
<message><source>Ratio</source><translation>比例</translation></message>
<message><source>Ratio sheet</source><translation>问责比例测算表</translation></message>
<message><source>Read again and validate</source><translation>重新读取并校验</translation></message>
<message><source>Read coordinate texts</source><translation>读入界址点坐标文本</translation></message>
<message><source>Reason</source><translation>理由</translation></message>
<message><source>Reason (if any)</source><translation>理由（可不填）</translation></message>
<message><source>Reason (obligatory)</source><translation>理由（必填）</translation></message>
<message><source>Reason; kept in the journal</source><translation>理由，记入日志</translation></message>
<message><source>Receive a batch of patches</source><translation>接收图斑批次</translation></message>
<message><source>Receive field records and decisions</source><translation>登记核查资料和会审决定</translation></message>
<message><source>Receive field records and decisions…</source><translation>登记核查资料和会审决定…</translation></message>
<message><source>Receives a PDF and an editable Word file of each document.</source><translation>每份文书各存一个 PDF 和一个可编辑的 Word 文件。</translation></message>
<message><source>Records of the field visit hold words of military or secret matters. Please confirm whether the patch is reported apart.</source><translation>外业记录含涉军涉密字样，请确认是否按涉军涉密另行报送</translation></message>
<message><source>Remark</source><translation>提示</translation></message>
<message><source>Remarks</source><translation>提示</translation></message>
<message><source>Remedies</source><translation>整改方式</translation></message>
<message><source>Remedies (整改台账)</source><translation>整改台账</translation></message>
<message><source>Reminder letters to townships (警示提醒函)</source><translation>警示提醒函</translation></message>
<message><source>Reminder letters…</source><translation>警示提醒函…</translation></message>
<message><source>Reopen</source><translation>解除锁定</translation></message>
<message><source>Repairs and rejects</source><translation>修复和未参与清单</translation></message>
<message><source>Repeat the first point</source><translation>重复首点</translation></message>
<message><source>Replace the last check</source><translation>以本次结果为准</translation></message>
<message><source>Responsible</source><translation>责任单位</translation></message>
<message><source>Result</source><translation>结果</translation></message>
<message><source>Review decisions (会审决定表)</source><translation>会审决定表</translation></message>
<message><source>Review meeting</source><translation>会审会议名称</translation></message>
<message><source>Ridge coefficient field</source><translation>扣除地类系数字段</translation></message>
<message><source>Ring</source><translation>圈</translation></message>
<message><source>Ring number</source><translation>圈号</translation></message>
<message><source>Rings</source><translation>分圈</translation></message>
<message><source>Role</source><translation>图层角色</translation></message>
<message><source>Row</source><translation>行</translation></message>
<message><source>Rows accepted</source><translation>接收行数</translation></message>
<message><source>Rows received</source><translation>收到行数</translation></message>
<message><source>Rows refused</source><translation>退回行数</translation></message>
<message><source>Rows rejected</source><translation>退回行数</translation></message>
<message><source>Rows taken</source><translation>接收行数</translation></message>
<message><source>Rows to look at</source><translation>核对清单</translation></message>
<message><source>Rows to look at ({})</source><translation>核对清单（{}）</translation></message>
<message><source>Rule</source><translation>规则</translation></message>
<message><source>Rule book</source><translation>规则手册</translation></message>
<message><source>Rule book (*.toml)</source><translation>规则手册 (*.toml)</translation></message>
<message><source>Rule book {}</source><translation>规则手册：{}</translation></message>
<message><source>Rule book…</source><translation>规则手册…</translation></message>
<message><source>Rule {}: </source><translation>规则 {}：</translation></message>
<message><source>Rules</source><translation>规则核查</translation></message>
<message><source>Rules tried on patch {}</source><translation>图斑 {} 的规则追溯</translation></message>
<message><source>Rules, thresholds and evidence of the year. Empty = shipped 2022 rule book.</source><translation>当年的规则、阈值和举证要求。留空使用随附的2022年规则手册。</translation></message>
<message><source>Save as profile</source><translation>保存为方案</translation></message>
<message><source>Saved as {}.</source><translation>已保存：{}</translation></message>
<message><source>Second rule book</source><translation>新规则手册</translation></message>
<message><source>Secrecy</source><translation>涉军涉密</translation></message>
<message><source>Secret patches set aside</source><translation>涉密另行报送数</translation></message>
<message><source>Self-check</source><translation>月核自查</translation></message>
<message><source>Set aside</source><translation>移出并另行报送</translation></message>
<message><source>Set the coordinate system</source><translation>指定坐标系</translation></message>
<message><source>Settle the coordinate system first.</source><translation>请先确定坐标系。</translation></message>
<message><source>Shapefile (in a zip too), file geodatabase, GeoPackage, GeoJSON or KML with one polygon per patch. No .cpg needed.</source><translation>shp（zip 压缩包也可）、gdb、gpkg、geojson 或 kml，一个面为一个图斑；缺少 .cpg 也能识别编码。</translation></message>
<message><source>Shapefile, GeoPackage or file geodatabase with one polygon per patch. A missing .cpg is no problem.</source><translation type="vanished">Shapefile、GeoPackage 或文件地理数据库，一个面为一个图斑。缺少 .cpg 不影响接收。</translation></message>
<message><source>Share</source><translation>占比</translation></message>
<message><source>Show the findings of all layers that need attention</source><translation>列出全部需要处理的情况（单击上表某一行，只看该图层的各项）</translation></message>
<message><source>Show this image (B)</source><translation>显示该时相影像（B 键切换）</translation></message>
<message><source>Signed by</source><translation>经办人</translation></message>
<message><source>Signed off: {}</source><translation>核定情况：{}</translation></message>
<message><source>Smaller shared areas are mere touching.</source><translation>小于该值的重叠视为仅边界相接。</translation></message>
<message><source>Smallest shared area (m²)</source><translation>最小重叠面积（平方米）</translation></message>
<message><source>Somebody else changed {} meanwhile; the card shows its present state.</source><translation>图斑 {} 刚才已由他人修改，现已重新显示其现状。保留对方的判定，翻到下一图斑即可；以您的判定为准，请重新判定。</translation></message>
<message><source>Source</source><translation>来源</translation></message>
<message><source>Source of the check</source><translation>检查依据</translation></message>
<message><source>Source of the rule</source><translation>规则依据</translation></message>
<message><source>Source, encoding, coordinate system, feature count, invalid geometries, extent, fields, code system of land classes and date of each layer bound by role in the project, and the optional components; each finding with its cure. Nothing is changed.</source><translation>逐个检查工程中按角色绑定的图层：数据源、文字编码、坐标系、要素数、无效图形、范围、字段、地类编码体系、数据日期，并检查可选软件组件；每条情况附处理办法。只检查，不改动数据。</translation></message>
<message><source>South-east</source><translation>东南角</translation></message>
<message><source>South-west</source><translation>西南角</translation></message>
<message><source>Speaks for</source><translation>指向类型</translation></message>
<message><source>Split</source><translation>拆分</translation></message>
<message><source>Split a patch (拆分)</source><translation>拆分图斑</translation></message>
<message><source>Split along this ring</source><translation>按此范围拆分</translation></message>
<message><source>Split into {} (Ctrl+Z takes it back)</source><translation type="vanished">已拆分为 {}（Ctrl+Z 撤销）</translation></message>
<message><source>Split into {}. “Undo the split” in ☰ takes it back.</source><translation type="vanished">已拆分为 {}。可在 ☰ 中“撤销拆分”。</translation></message>
<message><source>Split into {}; {} (Ctrl+Z takes it back)</source><translation>已拆分为{}，{}（Ctrl+Z 可撤销）</translation></message>
<message><source>Split patch {}</source><translation>拆分图斑 {}</translation></message>
<message><source>Split the patch…</source><translation>拆分图斑…</translation></message>
<message><source>Splits one patch along approvals, land classes or the features of a layer. The children tile it exactly, are numbered _1, _2 …, inherit photos, records and history, and are checked by themselves. Undone by Undo a split.</source><translation type="vanished">沿批准范围、地类界线或图层要素拆分一个图斑。子图斑恰好拼合为原图斑，按 _1、_2……编号，沿用照片、核查记录和历史，并单独套合核查。可用“撤销拆分”撤回。</translation></message>
<message><source>Splits one patch along approvals, land classes, the features of a layer or corner coordinates. The children tile it exactly, are numbered _1, _2 …, inherit photos, records and history, and are checked by themselves. Undone by Undo a split.</source><translation>按批准范围、地类界线、图层要素或界址点坐标拆分一个图斑。子图斑恰好拼合为原图斑，编号为原编号加_1、_2……，沿用照片、核查记录和历次记录，并单独套合核查。可用“撤销拆分”撤销。</translation></message>
<message><source>Split…</source><translation>拆分…</translation></message>
<message><source>Square metres, mu or hectares. By default it is decided by comparison with the shapes, and told.</source><translation>平方米、亩或公顷；默认与图形面积比较后判断，并在日志中写明。</translation></message>
<message><source>State</source><translation>状态</translation></message>
<message><source>Step</source><translation>步骤</translation></message>
<message><source>Still missing: {}</source><translation>尚缺举证：{}</translation></message>
<message><source>Stop</source><translation>停止</translation></message>
<message><source>Sub-type</source><translation>子类</translation></message>
<message><source>Suggested tags: {}</source><translation>建议标签：{}</translation></message>
<message><source>Suggestion of the program</source><translation>程序建议（供参考，由人判定）</translation></message>
<message><source>Table of the figures that differ from the check that stood: patch, item, before, after.</source><translation>与台账中现有核查结果不同的指标：图斑、项目、原结果、本次结果。</translation></message>
<message><source>Table with one row per patch and rule: result, figures, reason, citation.</source><translation>结果表：每个图斑每条规则一行，含结果、数值、原因、依据。</translation></message>
<message><source>Table: layer, feature, what was repaired or why it could not be used, area before and after.</source><translation>表：图层、要素、修复内容或未参与原因、修复前后面积。</translation></message>
<message><source>Table: patch_id, class, area_m2, share (0–1), mu (sums to the patch), mu_adjust, area_basis.</source><translation>表：图斑编号、地类、面积（平方米）、占比（0—1）、亩（各分项之和等于图斑）、平差调整亩数、面积口径。</translation></message>
<message><source>Table: patch_id, class, area_m2, share (0–1).</source><translation type="vanished">结果表：patch_id 图斑编号、class 类别、area_m2 面积（平方米）、share 占比（0—1）。</translation></message>
<message><source>Table: patch_id, missing_m2 (negative: counted twice), a point there.</source><translation>表：图斑编号、缺少面积（负数为重复）、所在位置。</translation></message>
<message><source>Table: patch_id, patch_m2, covered_m2 (as a union), uncovered_m2, share, area_basis.</source><translation>表：图斑编号、图斑面积、覆盖面积（按求并）、未覆盖面积、占比、面积口径。</translation></message>
<message><source>Table: patch_id, patch_m2, covered_m2 (as a union), uncovered_m2, share.</source><translation type="vanished">结果表：patch_id 图斑编号、patch_m2 图斑面积、covered_m2 覆盖面积（求并）、uncovered_m2 未覆盖面积、share 占比。</translation></message>
<message><source>Table: subject, item, said, state (正常, 注意, 不能用, 无数据), cure.</source><translation>结果表：subject 对象、item 检查项、said 情况、state 状态（正常、注意、不能用、无数据）、cure 处理办法。</translation></message>
<message><source>Tag</source><translation>标签</translation></message>
<message><source>Tags</source><translation>标签</translation></message>
<message><source>Tags: {}</source><translation>标签：{}</translation></message>
<message><source>Take in</source><translation type="vanished">接收</translation></message>
<message><source>Take in a batch</source><translation>接收批次</translation></message>
<message><source>Take in a batch…</source><translation>接收批次…</translation></message>
<message><source>Taken back: the decision on {}</source><translation>已撤销图斑 {} 的判定</translation></message>
<message><source>Taken back: the split of {}</source><translation>已撤销图斑 {} 的拆分</translation></message>
<message><source>Takes a month's patch layer into the ledger: encoding, field mapping, dates and area unit are recognised, invalid shapes are repaired, and every row is either accepted or listed with its cure.</source><translation>将当月下发图斑接收入台账：自动识别文字编码、字段、日期和面积单位，修复无效图形；每一行或者接收，或者列明原因和处理办法。</translation></message>
<message><source>Takes a split back: the parent stands again with its own decision, its children and their decisions go. The journal keeps both. Refused once the month is locked.</source><translation>撤回一次拆分：原图斑及其判定恢复，子图斑及其判定撤销，日志均予保留。月核锁定后不能撤销。</translation></message>
<message><source>Takes tables (CSV in UTF-8 or GBK) of field visits, review decisions and remedies, and a folder of photos, into the ledger. Every row is taken or listed with its cure. A decision passes the same checks as in the dock.</source><translation>将外业核查、会审决定、整改台账等表格（CSV，UTF-8 或 GBK 编码）和照片文件夹登记入台账。每一行或者接收，或者列明原因和处理办法；会审决定与面板中的判定经过同样的检查。</translation></message>
<message><source>Takes the lock off again.</source><translation>解除该批次的锁定。</translation></message>
<message><source>Terms</source><translation>指标与阈值</translation></message>
<message><source>Text encoding</source><translation>文字编码</translation></message>
<message><source>Text encoding of a shapefile</source><translation>Shapefile 的文字编码</translation></message>
<message><source>Text encoding: {}.</source><translation>文字编码：{}。</translation></message>
<message><source>Texts given</source><translation>文本份数</translation></message>
<message><source>Texts of other zones are brought into it. Empty = the system of the first text.</source><translation>其他带的文本转换到该坐标系。留空为第一份文本的坐标系。</translation></message>
<message><source>Texts refused</source><translation>退回文件数</translation></message>
<message><source>Texts written</source><translation>写出文本份数</translation></message>
<message><source>The area appears on the map while you paste and correct. Nothing is written before you press Add.</source><translation type="vanished">粘贴和修改时，范围随即显示在地图上；点“添加”之前不写入任何图层。</translation></message>
<message><source>The area appears on the map while you paste and correct. Nothing is written before you press “{}”.</source><translation>粘贴和更正时，地图上随时显示范围。点击“{}”之前不写入任何内容。</translation></message>
<message><source>The batch comes again</source><translation>补充接收</translation></message>
<message><source>The checks themselves, as an editable file. Empty = shipped list.</source><translation>自查项目，可编辑的文件。不填则用随附的清单。</translation></message>
<message><source>The corner where each ring begins.</source><translation>每圈从哪个角点开始。</translation></message>
<message><source>The first {} are shown; the exported list has all.</source><translation>只显示前{}条，导出的清单包含全部。</translation></message>
<message><source>The last check was kept; nothing was changed.</source><translation>已保留原核查结果，台账未作改动。</translation></message>
<message><source>The layer must tile the patches</source><translation>图层应无缝覆盖图斑</translation></message>
<message><source>The ledger holds this batch already: new patches join it, undecided ones are renewed, decided ones stay.</source><translation>台账中已有该批次：新增的图斑补入，未会审的变化按本次文件更新，已会审的保持不动。</translation></message>
<message><source>The ledger that holds the patches.</source><translation>存放图斑的台账。</translation></message>
<message><source>The ledger whose patches are checked.</source><translation>要自查的台账。</translation></message>
<message><source>The ledger whose patches have been checked.</source><translation>已核查过图斑的台账。</translation></message>
<message><source>The ledger with patches, checks and decisions.</source><translation>含图斑、核查结果和判定的台账。</translation></message>
<message><source>The ledger with the review's decisions and the remedies.</source><translation>含会审判定和整改记录的台账。</translation></message>
<message><source>The line was dropped.</source><translation>已放弃所画界线。</translation></message>
<message><source>The mark was lifted; receive the file of the batch again to take the patch in.</source><translation>标记已解除；请对原批次文件作补充接收，补入该图斑。</translation></message>
<message><source>The patch list exported from the ministry's platform (.xlsx or .csv). Empty = not compared.</source><translation>从平台导出的图斑列表（.xlsx 或 .csv）。不填则不比对。</translation></message>
<message><source>The patch marked just now was set aside and is reported apart.</source><translation>刚才标记的图斑已移出，另行报送。</translation></message>
<message><source>The patch marked just now was set aside and is reported apart; this is another one.</source><translation type="vanished">刚才标记的图斑已移出，另行报送；现在显示的是另一图斑。</translation></message>
<message><source>The patch that was split, or one of its children.</source><translation>被拆分的图斑，或其任一子图斑。</translation></message>
<message><source>The patch to split.</source><translation>要拆分的图斑。</translation></message>
<message><source>The patch was set aside; it is reported apart.</source><translation type="vanished">该图斑已移出，另行报送。</translation></message>
<message><source>The photo cannot be read. Check that the file is still there: {}</source><translation>照片无法读取，请检查文件是否还在：{}</translation></message>
<message><source>The problem is closed when the next self-check finds it gone.</source><translation>标记后须再次自查，复查通过方可了结。</translation></message>
<message><source>The program has no suggestion here. Write the reason: it is obligatory.</source><translation>程序没有给出建议，必须填写判定理由。</translation></message>
<message><source>The program suggests and names rule, figures and missing evidence. People decide; the ledger keeps both.</source><translation>程序只提出建议，并列明规则、数值和缺失举证；判定由人作出，台账两者都记。</translation></message>
<message><source>The rule book to compare with it.</source><translation>用来对比的新规则手册。</translation></message>
<message><source>The rule book to start from. Empty = shipped 2022 rule book.</source><translation>原规则手册。留空为随附的2022年手册。</translation></message>
<message><source>The same as a workbook with an overview sheet.</source><translation>同样的内容，另加一张总览表，存为 Excel 工作簿。</translation></message>
<message><source>The shared polygons themselves, with patch_id, class and area_m2.</source><translation type="vanished">重叠部分的图形，含图斑编号、类别和面积。</translation></message>
<message><source>The shared polygons themselves, with patch_id, class, area_m2 and area_basis.</source><translation>重叠部分的面，带图斑编号、地类、面积和面积口径。</translation></message>
<message><source>The texts are written here; files of the same name are replaced.</source><translation>文本写入该文件夹，同名文件将被替换。</translation></message>
<message><source>This batch is in the ledger already: new patches will join it, undecided ones that changed are renewed. </source><translation>该批次已接收过：继续将补入新增图斑，更新未会审而有变化的图斑，已会审的保持不动。</translation></message>
<message><source>This check</source><translation>本次结果</translation></message>
<message><source>This differs from the suggestion “{}—{}”. Write the reason: it is obligatory.</source><translation>判定与程序建议“{}—{}”不一致，必须填写理由。</translation></message>
<message><source>This is the first patch of the list.</source><translation>已是列表中第一个图斑。</translation></message>
<message><source>This is the last patch of the list.</source><translation>已是列表中最后一个图斑。</translation></message>
<message><source>This line parts nothing more and is left out. Its ends must reach the edge of the patch or a line drawn before.</source><translation>这条界线没有再分出子图斑，未采用。界线两端须到图斑边界或已画的界线。</translation></message>
<message><source>Thresholds and treatment of remedies. Empty = shipped 2022 rule book.</source><translation>阈值和整改处理口径。留空使用随附的2022年规则手册。</translation></message>
<message><source>Title</source><translation>名称</translation></message>
<message><source>Tolerance of slivers, names of land classes. Empty = shipped 2022 rule book.</source><translation>边角限值和地类名称取自规则手册。留空使用随附的2022年规则手册。</translation></message>
<message><source>Tolerances, evidence and remedies of the year. Empty = shipped 2022 rule book.</source><translation>当年的容差、举证材料和整改方式。不填则用随附的2022年规则手册。</translation></message>
<message><source>Township</source><translation>乡镇</translation></message>
<message><source>Townships</source><translation>乡镇</translation></message>
<message><source>Tries every check of the list on every patch before the month is confirmed: areas that must add up, evidence, dates, remedies, photos, comparison with the platform. What cannot be checked is told with its reason, never passed. Problems are kept in the ledger until a later run finds them gone.</source><translation>确认上报前，按自查清单逐图斑检查：面积是否平衡、举证材料、日期、整改、照片、与平台的比对。资料不全不能检查的，写明原因，不作为通过。发现的问题记入台账，复查通过后方可了结。</translation></message>
<message><source>Try on the current patch…</source><translation>用当前图斑试算…</translation></message>
<message><source>Type {}</source><translation>类型 {}</translation></message>
<message><source>Types of patch</source><translation>图斑类型</translation></message>
<message><source>Undecided ▶▶</source><translation>下一个未判定 ▶▶</translation></message>
<message><source>Understood as (can be corrected)</source><translation>识别为（可改）</translation></message>
<message><source>Undo (Ctrl+Z)</source><translation>撤销（Ctrl+Z）</translation></message>
<message><source>Undo a split (撤销拆分)</source><translation>撤销拆分</translation></message>
<message><source>Undo the last decision</source><translation>撤销上一次判定</translation></message>
<message><source>Undo the split</source><translation>撤销拆分</translation></message>
<message><source>Undo the split…</source><translation>撤销拆分…</translation></message>
<message><source>Unit of the issued areas</source><translation>下发面积的单位</translation></message>
<message><source>Until then the patch is in no paper, table or picture.</source><translation>确认前，本图斑不列入文书、清单、图件和导出表。</translation></message>
<message><source>Use field</source><translation>地块用途字段</translation></message>
<message><source>Use this book</source><translation>使用这本手册</translation></message>
<message><source>Use {}</source><translation>采用 {}</translation></message>
<message><source>Uses on site</source><translation>实地用途归类</translation></message>
<message><source>Valid: {}</source><translation>校验通过：{}</translation></message>
<message><source>Value</source><translation>内容</translation></message>
<message><source>Vector roles take polygon layers, images take raster layers. Not bound means no data.</source><translation>矢量角色绑定面图层，影像角色绑定栅格图层。未绑定的角色按“无数据”处理，不视为“未压占”。</translation></message>
<message><source>Warnings</source><translation>提示问题</translation></message>
<message><source>What changed</source><translation>变化内容</translation></message>
<message><source>What is read</source><translation>内容</translation></message>
<message><source>What it is</source><translation>说明</translation></message>
<message><source>What to do</source><translation>处理办法</translation></message>
<message><source>What was corrected, e.g. photos added, area filled in anew</source><translation>写明更正情况，例如：已补充现场照片、已重新填报面积</translation></message>
<message><source>What was found</source><translation>问题</translation></message>
<message><source>Which patches of a month would be suggested otherwise by another rule book, and which rules and thresholds make the change. Judged on the figures of the latest checks, reckoned anew for each book; patches whose suggestion hangs on figures that only a new check can tell are listed apart. Nothing is written to the ledger.</source><translation>换一本规则手册，一个月中哪些图斑的建议会变化，由哪些规则和阈值引起。依据最近一次核查的指标，并按各手册重算；建议取决于须重新核查的指标的图斑另行列出。不写入台账。</translation></message>
<message><source>Which patches of a month would be suggested otherwise by another rule book, and which rules make the change. Judged on the figures of the latest checks; nothing is written to the ledger.</source><translation type="vanished">换一本规则手册，一个月中哪些图斑的建议会变化、由哪条规则引起。依据最近一次核查的指标，不写入台账。</translation></message>
<message><source>Whose land classes the layer is compared with. Empty = shipped 2022 rule book.</source><translation>与其地类编码表比对。留空＝随插件提供的2022年规则手册。</translation></message>
<message><source>Why</source><translation>原因</translation></message>
<message><source>Why it is reopened; obligatory then.</source><translation>解除锁定的理由，解除时必填。</translation></message>
<message><source>Why it is split; kept in the journal</source><translation>拆分理由，记入日志</translation></message>
<message><source>Why not another? All rules…</source><translation>为什么不是别的？查看全部规则…</translation></message>
<message><source>Why unsure</source><translation>存疑原因</translation></message>
<message><source>Windows line ends</source><translation>Windows 换行</translation></message>
<message><source>Within accountability scope (1/0)</source><translation>是否纳入问责范围（1是0否）</translation></message>
<message><source>Words that say it</source><translation>字样</translation></message>
<message><source>Write</source><translation>写入</translation></message>
<message><source>Write coordinate texts</source><translation>写出界址点坐标文本</translation></message>
<message><source>Write into a bound layer</source><translation>写入已绑定的图层</translation></message>
<message><source>Write into the ledger</source><translation>写入台账</translation></message>
<message><source>Write the name of the batch, for example 2026年6月.</source><translation>请填写批次名称，例如 2026年6月。</translation></message>
<message><source>Write the operator's name: the ledger keeps who decided.</source><translation>请填写操作人姓名，台账要记录由谁判定。</translation></message>
<message><source>Write the operator's name: the ledger keeps who did what.</source><translation>请填写操作人姓名，台账要记录由谁操作。</translation></message>
<message><source>Write to</source><translation>写入</translation></message>
<message><source>Write why it is put off: it is obligatory.</source><translation>暂缓必须写明原因。</translation></message>
<message><source>Writes a reminder letter to each township with illegal use of cultivated land that is not put right. Numbers come from the ledger's register: never given twice, and kept when a letter is made again.</source><translation>向仍有违法占用耕地未整改到位的乡镇发出警示提醒函。发文字号由台账登记：不重号，重新生成时沿用原号。</translation></message>
<message><source>Writes the minutes of the review meeting and the opinion sheet for signatures, from the ledger's decisions, as PDF and Word.</source><translation>根据台账中的判定生成会审纪要和供签名的会审意见表，输出 PDF 和 Word。</translation></message>
<message><source>Written into the journal.</source><translation>写入台账日志。</translation></message>
<message><source>Written into the ledger. {} Source {}, SHA-256 {}; signed by {}. Next: “Check all patches”.</source><translation>已写入台账。{}来源文件：{}，SHA-256校验值：{}，操作人：{}。下一步：核查全部图斑。</translation></message>
<message><source>Written to {}.</source><translation>已写入{}。</translation></message>
<message><source>Written: {}</source><translation>已写出：{}</translation></message>
<message><source>X, north / latitude</source><translation>纵坐标（X，北）或纬度</translation></message>
<message><source>Y, east / longitude</source><translation>横坐标（Y，东）或经度</translation></message>
<message><source>Zone number (带号)</source><translation>带号</translation></message>
<message><source>Zoom the map to this patch (Z)</source><translation>地图缩放到本图斑（Z）</translation></message>
<message><source>Zoom to area</source><translation>缩放到范围</translation></message>
<message><source>Zoom to patch</source><translation>缩放到图斑</translation></message>
<message><source>and {} more</source><translation>等另外 {} 项</translation></message>
<message><source>both must be reached</source><translation>两项须同时达到</translation></message>
<message><source>changed by this book</source><translation>本手册改写</translation></message>
<message><source>degrees, no zone</source><translation>经纬度，不分带</translation></message>
<message><source>for people to judge</source><translation>由人把握，程序不触发</translation></message>
<message><source>must be chosen</source><translation>必须选择</translation></message>
<message><source>must close on the patch</source><translation>各地类之和必须等于图斑面积</translation></message>
<message><source>need not close</source><translation>不要求闭合</translation></message>
<message><source>no coordinate system</source><translation>没有坐标系</translation></message>
<message><source>none</source><translation>无</translation></message>
<message><source>not bound = no data</source><translation>未绑定=无数据</translation></message>
<message><source>not said</source><translation>未写明</translation></message>
<message><source>not settled</source><translation>尚未确定</translation></message>
<message><source>one of the two is enough</source><translation>达到其中一项即可</translation></message>
<message><source>see the file</source><translation type="vanished">见文件注释</translation></message>
<message><source>suggested</source><translation type="vanished">建议</translation></message>
<message><source>{} (hole)</source><translation>{}（扣除）</translation></message>
<message><source>{} (suggested)</source><translation>{}（建议）</translation></message>
<message><source>{} Source {}, SHA-256 {}; signed by {}. Next: “Check all patches”.</source><translation type="vanished">{}来源文件：{}，SHA-256校验值：{}，操作员：{}。下一步：核查全部图斑。</translation></message>
<message><source>{} children, together {} mu = the patch {} mu</source><translation type="vanished">共{}个子图斑，合计 {} 亩，等于原图斑 {} 亩</translation></message>
<message><source>{} children: {}</source><translation>拆分为{}个子图斑，{}</translation></message>
<message><source>{} features, {}</source><translation>{} 个要素，{}</translation></message>
<message><source>{} figures of {} patches differ from the last check.</source><translation>本次核查有{}处指标（涉及{}个图斑）与台账中现有结果不同。</translation></message>
<message><source>{} more lines are in the exported list.</source><translation>其余 {} 行见导出的问题清单。</translation></message>
<message><source>{} notes on layers are in the log.</source><translation>图层修复、剔除记录 {} 条，见日志面板。</translation></message>
<message><source>{} patches checked.</source><translation>已核查图斑 {} 个。</translation></message>
<message><source>{} remarks in all, see “Remarks”.</source><translation>共{}条提示，全部见“提示”页。</translation></message>
<message><source>{} rings</source><translation>{}圈</translation></message>
<message><source>{} rows to look at</source><translation type="vanished">需要核对的行：{}</translation></message>
<message><source>{} rows, text encoding {}, {}. The first rows:</source><translation type="vanished">共 {} 行，文字编码 {}，坐标系 {}。前几行：</translation></message>
<message><source>{} rows, {} fields.</source><translation>共{}行，{}个字段。</translation></message>
<message><source>{} rules do not apply</source><translation>不符合的规则 {} 条</translation></message>
<message><source>{} was split from the same patch and waits for a word on military or secret matters.</source><translation>同一图斑拆分出的{}待确认涉军涉密</translation></message>
<message><source>{}, to be judged apart</source><translation>{}拆分后分别判定</translation></message>
<message><source>{}-degree zone {} (meridian {}°)</source><translation>{}度带第{}带（中央经线{}°）</translation></message>
<message><source>◀ Previous</source><translation>◀ 上一个</translation></message>
<message><source>地块名称. Empty = left blank.</source><translation>地块名称。留空则不填。</translation></message>
<message><source>地块用途. Empty = left blank.</source><translation>地块用途。留空则不填。</translation></message>
<message><source>地块编号; names the file too. Empty = counted from 1.</source><translation>地块编号，分别写出时也作文件名。留空则从1起编号。</translation></message>
<message><source>地块编号; names the file too. Empty = feature id.</source><translation type="vanished">地块编号，分别写出时也作文件名。留空用要素编号。</translation></message>
<message><source>地类编码. Empty = left blank.</source><translation>地类编码。留空则不填。</translation></message>
<message><source>数据产生单位 in the header. Empty = left blank.</source><translation>写入文件头的数据产生单位。留空则不填。</translation></message>
<message><source>数据产生日期 in the header, e.g. 2026-03-12. Empty = today.</source><translation>写入文件头的数据产生日期，如 2026-03-12。留空为当天。</translation></message>
<message><source>退回 = not taken in; 修复 = mended and taken in; 提示 = taken in, please look.</source><translation>退回：不接收；修复：已修复并接收；提示：照常接收，请核对。</translation></message>
</context>
</TS>
