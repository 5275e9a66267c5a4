/// The report: figures, charts beside their tables, targets.
extension Templates {
    static let report = #"""
        {{>errors}}<div class="page-head"><h1>{{heading}}</h1><p class="row-of no-print"><a class="button button--second" href="{{file}}">Tải bảng tính (CSV)</a> <button type="button" class="button button--second needs-script" id="in">Bản in</button></p></div>
        <form class="filters no-print" action="/bao-cao" method="get" novalidate>
        <div class="field"><label for="ky">Kỳ</label><select id="ky" name="ky">{{#periods}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/periods}}</select></div>
        <div class="field{{#wrongFrom}} field--error{{/wrongFrom}}"><label for="tu">Từ ngày</label>{{#wrongFrom}}<p class="field__error" id="tu-loi">{{wrongFrom}}</p>{{/wrongFrom}}<input type="date" id="tu" name="tu" value="{{from}}" aria-describedby="tu-giup{{#wrongFrom}} tu-loi{{/wrongFrom}}"></div>
        <div class="field{{#wrongTo}} field--error{{/wrongTo}}"><label for="den">Đến hết ngày</label>{{#wrongTo}}<p class="field__error" id="den-loi">{{wrongTo}}</p>{{/wrongTo}}<input type="date" id="den" name="den" value="{{to}}" aria-describedby="tu-giup{{#wrongTo}} den-loi{{/wrongTo}}"></div>
        {{#communes}}<div class="field"><label for="xa">Xã</label><select id="xa" name="xa">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/communes}}
        <div class="field"><label for="to">Tổ</label><select id="to" name="to">{{#units}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/units}}</select></div>{{#hamlets}}<div class="field"><label for="thon">Thôn</label><select id="thon" name="thon">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/hamlets}}
        <button class="button button--second">Xem</button></form>
        <p class="hint no-print" id="tu-giup">Hai ô ngày chỉ dùng khi chọn “Ngày tự chọn”.</p>
        <p class="soft small">{{about}}</p>
        <p class="print-only small">In bởi {{me}} lúc {{at}}. Báo cáo này không có chữ nào bà con nhắn.</p>
        <dl class="figures far-card">{{#figures}}<div><dt>{{label}}</dt><dd class="big">{{big}}</dd><dd class="small">{{small}}</dd></div>
        {{/figures}}</dl>
        {{#tables}}<section class="stack far" aria-labelledby="{{id}}"><h2 id="{{id}}">{{finding}}</h2>
        {{#hasLines}}{{#chart}}<p class="hint narrow-only">Kéo ngang để xem hết.</p><div class="pair"><figure><div class="scroll" role="region" aria-label="Biểu đồ: {{caption}}" tabindex="0">{{#isBars}}{{>reportBars}}{{/isBars}}{{#isHours}}{{>reportHours}}{{/isHours}}</div>{{#note}}<figcaption class="small soft">{{note}}</figcaption>{{/note}}</figure>
        {{#isHours}}<div><details class="no-print"><summary>Bảng số tin theo giờ</summary>{{>reportTable}}</details><div class="print-only">{{>reportTable}}</div></div>{{/isHours}}{{#isBars}}{{>reportTable}}{{/isBars}}</div>{{/chart}}{{^chart}}<div class="page">{{>reportTable}}</div>{{#note}}<p class="small soft">{{note}}</p>{{/note}}{{/chart}}{{/hasLines}}{{^hasLines}}{{#note}}<p class="small soft">{{note}}</p>{{/note}}{{/hasLines}}{{#isInterest}}<form class="no-print" action="/bao-cao/quan-tam" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><button class="button button--second">Tải danh sách quan tâm để gọi lại</button><p class="hint">Tất cả từ trước đến nay, có đủ số điện thoại. Nhật ký ghi tên người tải.</p></form>{{/isInterest}}</section>
        {{/tables}}
        {{#targets}}<section class="stack far" aria-labelledby="chi-tieu"><h2 id="chi-tieu">Chỉ tiêu của các kế hoạch</h2>
        <p class="soft small">{{about}} Cột “Nhà Rông đếm được” chỉ là phần cổng nhắn tin thấy, không phải kết quả của cả chỉ tiêu.</p>
        {{#plans}}<section class="stack far-card" aria-labelledby="{{id}}"><h3 id="{{id}}">{{name}}</h3><p>{{standing}}</p>{{#doubt}}<p class="small soft">{{doubt}}</p>{{/doubt}}
        {{#hasRows}}<p class="hint narrow-only">Kéo ngang để xem hết.</p><div class="scroll" role="region" aria-label="Chỉ tiêu: {{name}}" tabindex="0"><table><caption class="hidden">{{name}}</caption><thead><tr><th scope="col">Chỉ tiêu</th><th scope="col">Mức</th><th scope="col">Nhà Rông đếm được</th><th scope="col">Ghi chú</th></tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{name}}</th><td>{{target}}</td><td>{{counted}}</td><td>{{note}}</td></tr>
        {{/rows}}</tbody></table></div>{{/hasRows}}</section>
        {{/plans}}</section>{{/targets}}
        """#

    static let reportTable = #"""
        <table><caption class="hidden">{{caption}}</caption><thead><tr><th scope="col">{{labels}}</th><th scope="col" class="r">{{unit}}</th>{{#hasShares}}<th scope="col" class="r">Phần</th>{{/hasShares}}{{#hasMoney}}<th scope="col" class="r">Tiền</th>{{/hasMoney}}</tr></thead><tbody>{{#lines}}<tr><th scope="row">{{label}}</th><td class="r">{{number}}</td>{{#hasShares}}<td class="r">{{share}}</td>{{/hasShares}}{{#hasMoney}}<td class="r">{{money}}</td>{{/hasMoney}}</tr>{{/lines}}</tbody></table>
        """#

    static let reportBars = #"""
        <svg class="chart" viewBox="{{chart.box}}" role="img" aria-labelledby="{{id}}"><line class="axis" x1="{{chart.axisX}}" y1="0" x2="{{chart.axisX}}" y2="{{chart.height}}"></line>{{#chart.bars}}<text x="{{labelX}}" y="{{textY}}" text-anchor="end">{{label}}</text><rect class="bar{{#open}} bar--open{{/open}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"></rect><text class="t-b" x="{{numberX}}" y="{{textY}}">{{number}}</text>{{/chart.bars}}</svg>
        """#

    static let reportHours = #"""
        <svg class="chart" viewBox="{{chart.box}}" role="img" aria-labelledby="{{id}}"><line class="axis" x1="{{chart.axisX}}" y1="{{chart.axisY}}" x2="{{chart.width}}" y2="{{chart.axisY}}"></line>{{#chart.grid}}<line class="grid" x1="44" y1="{{y}}" x2="560" y2="{{y}}"></line><text class="t-soft" x="38" y="{{textY}}" text-anchor="end">{{number}}</text>{{/chart.grid}}{{#chart.columns}}<rect class="bar{{#open}} bar--open{{/open}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"></rect>{{#label}}<text class="t-soft" x="{{labelX}}" y="199" text-anchor="middle">{{label}}</text>{{/label}}{{/chart.columns}}</svg>
        """#
}
