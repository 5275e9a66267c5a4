/// The sheet of the morning: one page A4.
extension Templates {
    static let today = #"""
        <div class="page-head page-head--sheet no-print"><h1>{{title}}</h1><p><button type="button" class="button needs-script" id="in">In một trang A4</button></p></div>
        <article class="sheet" aria-labelledby="sheet-h">
        <div class="print-only"><p><b>{{title}} · {{commune}}</b></p></div>
        <p id="sheet-h" class="soft small">Số liệu lúc {{at}}. {{hours}} {{duty}}{{#sample}} Số liệu mẫu.{{/sample}}</p>
        {{#isUrgent}}<h2>Việc khẩn cấp chưa xong ({{urgentCount}})</h2>
        {{#urgent}}<p>{{at}}, {{name}}: “{{words}}”. {{holder}}</p>
        {{/urgent}}{{/isUrgent}}
        <h2>Phải trả lời trong hôm nay ({{dueCount}})</h2>
        {{#isDue}}<p class="hint narrow-only">Kéo ngang để xem hết.</p>
        <div class="scroll" role="region" aria-label="Phải trả lời trong hôm nay" tabindex="0"><table>
        <caption class="hidden">Việc phải trả lời trong hôm nay, theo giờ hẹn</caption>
        <thead><tr><th scope="col"><span class="hidden">Xong</span></th><th scope="col">Trước</th><th scope="col">Ai hỏi</th><th scope="col">Hỏi gì</th><th scope="col">Ai giữ</th></tr></thead>
        <tbody>
        {{#due}}<tr><td><span class="tick"></span></td><td class="num"><b>{{at}}</b>{{#late}} {{late}}{{/late}}</td><th scope="row">{{name}} <span class="num">{{tail}}</span></th><td>{{words}}</td><td>{{holder}}</td></tr>
        {{/due}}</tbody></table></div>{{/isDue}}{{^isDue}}<p>Không ai phải chờ trả lời trong hôm nay.</p>{{/isDue}}
        {{#left}}<p>{{left}}</p>{{/left}}
        {{#isSnoozed}}<h2>Hẹn lại đến hôm nay ({{snoozedCount}})</h2>
        {{#snoozed}}<p class="ticked"><span class="tick"></span> <b>{{at}}</b> {{name}}{{#tail}} <span class="num">{{tail}}</span>{{/tail}}: {{words}}. Người giữ: {{holder}}.</p>
        {{/snoozed}}{{#moreSnoozed}}<p>{{moreSnoozed}}</p>{{/moreSnoozed}}{{/isSnoozed}}
        {{#isNight}}<h2>Nhắn ngoài giờ, chưa ai nhận ({{nightCount}})</h2>
        {{#night}}<p class="ticked"><span class="tick"></span> <b>{{raised}}</b> {{name}}{{#tail}} <span class="num">{{tail}}</span>{{/tail}}: {{words}}. Hẹn trả lời: {{at}}.</p>
        {{/night}}{{#moreNight}}<p>{{moreNight}}</p>{{/moreNight}}{{/isNight}}
        {{#others}}<p>{{others}}</p>{{/others}}
        <div class="print-only"><h2>Ghi tay</h2><p class="rule"></p><p class="rule"></p><p class="rule"></p></div>
        <p class="small soft far">Trang này có số che bớt, vẫn là tài liệu nội bộ: dùng xong xin hủy. In bởi {{me}} lúc {{at}} ngày {{day}}.</p>
        </article>
        """#
}
