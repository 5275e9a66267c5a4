/// What was not understood, and teaching it.
extension Templates {
    static let groups = #"""
        <h1>{{heading}}</h1>
        {{#done}}<div class="notice notice--done far-card" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        <p class="soft small">Tin của {{days}} ngày gần đây, nhóm theo chữ giống nhau. Số định danh đã che. Tin được giữ kín không có ở đây.</p>
        {{#communes}}<form class="filters" action="/chua-hieu" method="get"><div class="field"><label for="xa">Xã</label><select id="xa" name="xa">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div><button class="button button--second">Xem</button></form>{{/communes}}
        {{#isEmpty}}<p>Tin nào máy chưa hiểu sẽ hiện ở đây, tin giống nhau đứng chung một nhóm.</p>{{/isEmpty}}
        <ol class="hits">{{#groups}}<li><h2>“{{name}}” · {{count}}</h2><ul class="plain-list">{{#examples}}<li>{{#pieces}}{{#hit}}<mark>{{text}}</mark>{{/hit}}{{^hit}}{{text}}{{/hit}}{{/pieces}}</li>{{/examples}}</ul>{{#href}}<p><a class="more" href="{{href}}">Thuộc việc…<span class="hidden"> nhóm “{{name}}”</span></a></p>{{/href}}</li>
        {{/groups}}</ol>
        {{#broken}}<div class="notice notice--alarm far"><p><b>Chưa đọc được câu đã dạy của xã.</b> Hãy báo người giữ máy đúng câu này.</p></div>{{/broken}}
        {{#isTaught}}<section class="far" aria-labelledby="da-day"><h2 id="da-day">Đã dạy gần đây</h2><ul class="hits">{{#taught}}<li class="notice--bar"><p><b>“{{phrase}}”</b> {{about}}</p>{{#mayTeach}}<form action="/chua-hieu/bo" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><input type="hidden" name="cach" value="{{phrase}}"><button class="button button--second">Bỏ câu này<span class="hidden">: “{{phrase}}”</span></button></form>{{/mayTeach}}</li>{{/taught}}</ul></section>{{/isTaught}}
        """#

    static let lesson = #"""
        {{>errors}}<p><a class="back" href="/chua-hieu?xa={{commune}}">‹ Về các nhóm tin chưa hiểu</a></p>
        <div class="page-head"><h1>{{heading}}</h1><p class="soft small">{{about}}</p></div>
        <div class="two"><div class="stack-wide">
        {{#hasExamples}}<section class="card" aria-labelledby="vi-du"><h2 id="vi-du">Bà con đã nhắn thế này</h2><ul class="plain-list">{{#examples}}<li>{{#pieces}}{{#hit}}<mark>{{text}}</mark>{{/hit}}{{^hit}}{{text}}{{/hit}}{{/pieces}}</li>{{/examples}}</ul></section>{{/hasExamples}}
        <form class="card stack" action="/chua-hieu/day" method="get" novalidate><h2>Những tin này hỏi việc gì?</h2>
        <input type="hidden" name="xa" value="{{commune}}"><input type="hidden" name="chu" value="{{words}}">
        <div class="field{{#wrongTopic}} field--error{{/wrongTopic}}"><label for="viec">Thuộc việc</label>{{#wrongTopic}}<p class="field__error" id="viec-loi">{{wrongTopic}}</p>{{/wrongTopic}}<select id="viec" name="viec"{{#wrongTopic}} aria-describedby="viec-loi" aria-invalid="true"{{/wrongTopic}}>{{#isNew}}<option value="">Chọn việc</option>{{/isNew}}{{#topics}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/topics}}</select></div>
        <div class="field{{#wrongPhrase}} field--error{{/wrongPhrase}}"><label for="cach">Khi tin có các chữ</label><p class="hint" id="cach-giup">Viết có dấu. Máy tự hiểu cả khi bà con nhắn không dấu.</p>{{#wrongPhrase}}<p class="field__error" id="cach-loi">{{wrongPhrase}}</p>{{/wrongPhrase}}<input class="wide" type="text" id="cach" name="cach" value="{{phrase}}" maxlength="80" autocomplete="off" aria-describedby="cach-giup{{#wrongPhrase}} cach-loi{{/wrongPhrase}}"{{#wrongPhrase}} aria-invalid="true"{{/wrongPhrase}}></div>
        <button class="button button--second">Xem thử</button></form>
        </div>
        {{#trial}}<section class="stack" aria-labelledby="doi"><h2 id="doi">Nếu lưu, máy sẽ khác đi thế này</h2>
        <p class="soft small">{{tried}}</p>
        <dl class="effect"><div class="good"><dt>tin được trả lời thêm</dt><dd>{{better}}</dd></div><div class="maybe"><dt>tin máy sẽ hỏi lại cho rõ</dt><dd>{{asked}}</dd></div><div><dt>tin đang đúng sẽ thành khác</dt><dd>{{moved}}</dd></div></dl>
        {{#isHarmless}}<form class="stack" action="/chua-hieu/day" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><input type="hidden" name="chu" value="{{words}}"><input type="hidden" name="viec" value="{{topic}}"><input type="hidden" name="cach" value="{{phrase}}"><button class="button">{{save}}</button><p class="hint">Có hiệu lực ngay. Muốn bỏ, bấm một lần ở “Đã dạy gần đây”.</p></form>{{/isHarmless}}
        {{^isHarmless}}<div class="notice notice--alarm"><p><b>{{refused}}</b></p></div>{{/isHarmless}}
        {{#tables}}<div class="scroll" role="region" aria-labelledby="{{id}}" tabindex="0"><table><caption id="{{id}}">{{caption}}</caption><thead><tr><th scope="col">Tin</th><th scope="col">Bây giờ</th><th scope="col">Sau khi lưu</th></tr></thead><tbody>{{#rows}}<tr><th scope="row">{{text}}</th><td>{{now}}</td><td>{{then}}</td></tr>{{/rows}}</tbody></table></div>{{#more}}<p class="soft small">{{more}}</p>{{/more}}
        {{/tables}}</section>{{/trial}}</div>
        """#
}
