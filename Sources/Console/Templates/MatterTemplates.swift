/// One matter: the question, beside it the answer, below them the whole conversation.
extension Templates {
    static let bubble = #"""
        {{#day}}<li class="day">{{day}}</li>{{/day}}<li class="bubble{{#kind}} bubble--{{kind}}{{/kind}}"><p class="bubble__who"><b>{{who}}</b> · <span class="num">{{at}}</span>{{#more}} · {{more}}{{/more}}{{#asked}} · <b>câu cần trả lời</b>{{/asked}}</p>{{#text}}<p class="words">{{text}}</p>{{/text}}{{#attachments}}{{#picture}}<img class="attached" src="{{href}}" alt="{{label}}" loading="lazy">{{/picture}}{{^picture}}<p>{{#href}}<a class="more" href="{{href}}">{{label}}</a>{{/href}}{{^href}}{{label}}{{/href}}</p>{{/picture}}{{/attachments}}{{#sent}}<p class="sent{{#bad}} sent--bad{{/bad}}">{{sent}}</p>{{/sent}}</li>
        """#

    static let threadPart = #"""
        <div id="cuoc-noi" data-live>{{#older}}<p><a class="more" href="{{href}}">Xem {{count}} tin cũ hơn</a></p>{{/older}}
        <ol class="thread">
        {{#entries}}{{>bubble}}
        {{/entries}}</ol></div>
        """#

    static let question = #"""
        <div id="cau-hoi" data-live><div class="ask">
        <h2 id="hoi">{{askHeading}} <span class="soft">· {{askedAt}}</span></h2>
        {{#asked}}<blockquote class="words">{{sign}}{{asked}}</blockquote>{{/asked}}{{#instead}}<p>{{instead}}</p>{{/instead}}
        {{#attachments}}{{#picture}}<img class="attached" src="{{href}}" alt="{{label}}">{{/picture}}{{^picture}}<p>{{#href}}<a class="more" href="{{href}}">{{label}}</a>{{/href}}{{^href}}{{label}}{{/href}}</p>{{/picture}}{{/attachments}}
        {{#hasAdded}}<p class="small"><b>Sau đó {{person}} nhắn thêm:</b>{{#added}} “{{text}}” ({{at}}){{^last}} ·{{/last}}{{/added}}</p>{{/hasAdded}}
        </div></div>
        <div id="ai-dang-o-day" role="status" data-live>{{#presence}}<div class="notice notice--risk"><p><b>{{who}}</b>{{then}}</p></div>{{/presence}}</div>
        <div id="ai-giu" data-live><p class="small hold">{{hold}}{{#canTake}} <button class="linkish" form="nhan">Nhận việc này</button>{{/canTake}}{{#canGiveBack}} <button class="linkish" form="tra-ve">Trả về danh sách chung</button>{{/canGiveBack}}</p></div>
        """#

    static let matter = #"""
        <div class="page-head talk-head"><p><a class="back" href="/viec">‹ Việc chờ</a></p><h1>{{name}} <span class="num">{{tail}}</span></h1>
        <p id="hen" class="promise promise--line{{#promise.kind}} promise--{{promise.kind}}{{/promise.kind}}" data-live><b>{{promise.main}}</b> <span>{{promise.beside}}</span></p></div>
        {{>errors}}
        {{#done}}<div class="notice notice--done" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        {{#refused}}<div class="notice notice--alarm" role="status"><p><b>{{refused}}</b></p></div>{{/refused}}
        <div id="lay-lai-duoc" data-live>{{#undo}}<div class="notice notice--done notice--bar" role="status" data-leaves="{{leaves}}"><p><b>Sẽ gửi {{to}} lúc {{at}}</b>{{#cost}} · {{cost}}{{/cost}}</p><form action="/viec/{{id}}/lay-lai" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="tin" value="{{message}}"><button class="button button--second">Lấy lại để sửa</button></form></div>{{/undo}}{{#following}}<p><a class="more" href="{{href}}">Việc tiếp theo: {{label}} ›</a></p>{{/following}}</div>
        {{#private}}<div class="notice notice--closed"><h2>{{who}}</h2>
        <p>Người khác không thấy việc này trong danh sách, tìm kiếm và báo cáo. Lần mở này được ghi vào nhật ký lúc {{at}}.</p></div>{{/private}}
        <form id="nhan" action="/viec/{{id}}/nhan" method="post"><input type="hidden" name="ma" value="{{code}}"></form>
        <form id="tra-ve" action="/viec/{{id}}/tra-ve" method="post"><input type="hidden" name="ma" value="{{code}}"></form>
        <div class="talk far-card">
        <section class="talk__ask stack" aria-labelledby="hoi">
        {{>question}}
        {{#private}}<div class="notice"><h2>Trước khi trả lời</h2>
        <ul class="plain-list">
        <li>Đừng nhắc lại nội dung tố cáo trong tin. Người nhà có thể đọc được.</li>
        <li>Tin nhắn chưa phải là đơn. Mời bà con gặp người tiếp công dân.</li>
        <li>Người bị nêu tên không được giữ việc này.</li>
        </ul></div>{{/private}}
        </section>
        <div class="talk__say stack">
        {{#say}}<form class="card say" id="tra-loi" action="/viec/{{id}}/tra-loi" method="post" data-draft="/viec/{{id}}/nhap" data-to="{{to}}" novalidate>
        {{! Enter in a field presses the first button of a form: it looks, and never sends. }}<button class="hidden" name="buoc" value="xem" tabindex="-1" aria-hidden="true">Xem lại</button>
        <div class="tools"><h2><label for="tin">Trả lời {{person}}</label></h2>
        <details id="san"{{#readyOpen}} open{{/readyOpen}}><summary>Chèn câu sẵn</summary>
        <div class="findbar"><div class="field"><label for="cau">Tìm câu trả lời sẵn</label><input type="search" id="cau" name="cau" value="{{readyQuery}}" autocomplete="off"></div><button class="button button--second" name="buoc" value="cau">Tìm câu</button></div>
        <ul class="picks" id="cac-cau">{{>picks}}</ul></details></div>
        {{#restored}}<div class="notice notice--done notice--slim" id="con-nguyen"><p><b>Tin {{you}} viết dở vẫn còn nguyên.</b> <button class="linkish" name="buoc" value="bo">Bỏ tin này</button></p></div>{{/restored}}
        {{#tooLong}}<p class="field__error" id="tin-loi">{{tooLong}}</p>{{/tooLong}}
        <textarea id="tin" name="tin" rows="4" maxlength="4000" aria-describedby="gia luu{{#tooLong}} tin-loi{{/tooLong}}"{{#tooLong}} aria-invalid="true"{{/tooLong}}>
        {{text}}</textarea>
        <p class="cost small"><span id="gia">{{size}}</span> <span id="luu" class="soft">{{saved}}</span></p>
        {{#spellings}}<fieldset class="kinds"><legend class="hidden">Gửi không dấu hay có dấu</legend>
        {{#list}}<div class="choice"><input type="radio" id="chu-{{value}}" name="chu" value="{{value}}"{{#chosen}} checked{{/chosen}}><label for="chu-{{value}}">{{label}} <span class="num" data-cost="{{value}}">{{cost}}</span></label></div>
        {{/list}}</fieldset>{{/spellings}}
        <div id="hien"{{^preview}} hidden{{/preview}}><h3 class="small">Điện thoại của {{person}} sẽ hiện:</h3>
        <samp class="phone" id="xem-truoc">{{preview}}</samp></div>
        <p class="no-script"><button class="button button--full" name="buoc" value="xem">Xem tin và giá rồi gửi</button></p>
        <p class="needs-script"><button class="button button--full" name="buoc" value="gui" id="gui">Gửi {{to}}<span id="gui-gia">{{#cost}} · {{cost}}{{/cost}}</span></button></p>
        <p class="hint">Gửi rồi vẫn lấy lại được trong {{undoSeconds}} giây.</p>
        <input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="thay" value="{{seen}}"><input type="hidden" name="kenh" value="{{channel}}"><input type="hidden" name="kt" value="{{check}}"><input type="hidden" name="phieu" value="{{formKey}}"><input type="hidden" name="gia" id="gia-thay" value="{{priced}}">
        </form>{{/say}}
        {{#cannotSay}}<section class="card"><h2>Trả lời</h2><p>{{cannotSay}}</p></section>{{/cannotSay}}
        {{#ended}}<section class="card stack"><h2>Việc này đã xong</h2><p>{{ended}}</p>
        <form action="/viec/{{id}}/mo-lai" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="button button--second">Mở lại</button></form></section>{{/ended}}
        {{#open}}<section class="card far-card" aria-labelledby="khac">
        <h2 id="khac">Việc khác</h2>
        <div class="others">
        {{#others}}<a class="button button--second" href="/viec/{{id}}/{{way}}">{{label}}</a>
        {{/others}}</div>
        <p class="far"><a class="button button--second" href="/viec/{{id}}/dong">Đóng việc, không trả lời nữa…</a></p>
        </section>{{/open}}
        <section class="card" aria-labelledby="biet"><h2 id="biet">{{#open}}Nên biết trước khi trả lời{{/open}}{{^open}}Nên biết{{/open}}</h2>
        <dl class="facts">
        {{#facts}}<dt>{{term}}</dt><dd>{{#href}}<a class="more" href="{{href}}">{{text}}</a>{{/href}}{{^href}}{{text}}{{/href}}</dd>
        {{/facts}}</dl>
        <p class="far"><a class="more" href="/viec/{{id}}/tep-luu">Tải việc này về một tệp để lưu hồ sơ</a></p></section>
        </div>
        <section class="talk__thread stack" aria-labelledby="cuoc">
        <h2 id="cuoc">Cả cuộc trò chuyện</h2>
        {{>threadPart}}
        </section>
        </div>
        """#

    static let picks = #"""
        {{#picks}}<li><button class="button button--second" name="chen" value="{{id}}" data-body="{{body}}">{{title}}</button> <span class="small soft">{{about}}</span></li>
        {{/picks}}{{#noPicks}}<li>{{noPicks}}</li>{{/noPicks}}
        """#

    /// Before sending, for those without the script, and where the price is another than the one that was shown.
    static let sendCheck = #"""
        <div class="page stack"><p><a class="back" href="/viec/{{id}}">‹ Quay lại sửa tin</a></p>
        <h1>Gửi {{to}}?</h1>
        {{#why}}<div class="notice notice--risk"><p><b>{{why}}</b></p></div>{{/why}}
        <p>Điện thoại của {{person}} sẽ hiện:</p>
        <samp class="phone">{{preview}}</samp>
        <p>{{size}}</p>
        <form action="/viec/{{id}}/tra-loi" method="post" class="stack"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="thay" value="{{seen}}"><input type="hidden" name="kt" value="{{check}}"><input type="hidden" name="phieu" value="{{formKey}}"><input type="hidden" name="chu" value="{{spelling}}"><input type="hidden" name="gia" value="{{priced}}"><input type="hidden" name="tin" value="{{text}}">{{#long}}<input type="hidden" name="dai" value="1">{{/long}}
        <button class="button" name="buoc" value="gui">Gửi {{to}}{{#cost}} · <span class="num">{{cost}}</span>{{/cost}}</button>
        <p class="hint">Gửi rồi vẫn lấy lại được trong {{undoSeconds}} giây.</p></form></div>
        """#

    /// Somebody wrote since: the safest choice stands first, and none is the primary one.
    static let collision = #"""
        <div class="page stack"><h1>Chưa gửi: {{what}}</h1>
        <div class="notice notice--risk stack" role="alert">
        {{#since}}<p class="small"><b>{{who}}</b> · {{at}}</p><p class="phone">{{text}}</p>{{/since}}
        <p>Tin {{you}} viết vẫn còn nguyên. {{ask}}</p></div>
        <h2>Tin {{you}} viết</h2>
        <samp class="phone">{{preview}}</samp>
        <div class="row-of"><a class="button button--second" href="/viec/{{id}}">Sửa tin của tôi</a>
        <form class="inline" action="/viec/{{id}}/tra-loi" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="thay" value="{{seen}}"><input type="hidden" name="kt" value="{{check}}"><input type="hidden" name="phieu" value="{{formKey}}"><input type="hidden" name="chu" value="{{spelling}}"><input type="hidden" name="gia" value="{{priced}}"><input type="hidden" name="tin" value="{{text}}"><input type="hidden" name="biet" value="1"><button class="button button--second" name="buoc" value="gui">Vẫn gửi{{#cost}} · <span class="num">{{cost}}</span>{{/cost}}</button></form>
        <form class="inline" action="/viec/{{id}}/bo-nhap" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="button button--second">Thôi, không gửi</button></form></div></div>
        """#

    static let older = #"""
        <div class="stack"><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>{{heading}}</h1>
        {{>threadPart}}</div>
        """#

    /// A file of its own: no script, no address, and its few rules of style inside.
    static let export = #"""
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{heading}} – {{commune}}</title>
        <style>
        body { font: 12.5pt/1.45 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; max-width: 48rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; }
        ol { list-style: none; padding: 0; } li { border-top: 1px solid #999; padding: .4rem 0; break-inside: avoid; } p { margin: 0 0 .2rem; white-space: pre-line; } img { max-width: 100%; } .day { font-weight: bold; border: 0; }
        </style>
        </head>
        <body>
        <h1>{{heading}}</h1>
        <p>Việc số {{number}}, {{commune}}. {{subject}}.</p>
        <p>Xuất bởi {{by}} lúc {{at}}. Số căn cước trong tin được che bớt.</p>
        {{#older}}<p>{{older}}</p>{{/older}}
        <ol>
        {{#entries}}{{>bubble}}
        {{/entries}}</ol>
        </body>
        </html>
        """#
}
