/// The sentences of villagers; written for the bench alone, from no list of wordings and no collected message.
enum PersonaPhraseTable {
    static let facts = """
        papers|north|{v} thì cần những giấy tờ gì ạ|cho tôi hỏi {v} phải mang theo giấy gì|muốn {v} thì chuẩn bị giấy tờ thế nào hả cán bộ
        papers|central|{v} thì cần giấy tờ chi rứa|cho tui hỏi {v} phải đem theo giấy chi|muốn {v} thì hồ sơ có những chi
        papers|south|{v} cần đem giấy tờ gì vậy|dạ cho hỏi {v} hồ sơ gồm mấy thứ gì|tính {v} mà hổng biết đem giấy gì
        papers|highland|{v} cần giấy gì|mình muốn {v}, giấy gì|{v} mang giấy nào
        papers+|north|thế cần giấy tờ gì|còn giấy tờ thì sao ạ
        papers+|central|còn giấy tờ thì cần chi|rứa phải đem giấy chi
        papers+|south|vậy đem theo giấy gì|còn hồ sơ gồm gì vậy
        papers+|highland|giấy gì|còn giấy tờ
        fee|north|{v} hết bao nhiêu tiền ạ|lệ phí {v} là bao nhiêu|{v} có mất tiền không
        fee|central|{v} hết mấy tiền rứa|{v} tốn bao nhiêu|lệ phí {v} mấy rứa
        fee|south|{v} tốn nhiêu tiền vậy|{v} đóng lệ phí bao nhiêu|{v} có tốn tiền hông
        fee|highland|{v} mấy tiền|{v} có mất tiền không|tiền {v} bao nhiêu
        fee+|north|thế lệ phí bao nhiêu|còn tiền nong thì thế nào ạ|có mất phí không
        fee+|central|rứa hết mấy tiền|còn lệ phí mấy
        fee+|south|vậy tốn nhiêu tiền|còn lệ phí thì sao
        fee+|highland|mấy tiền|lệ phí
        time|north|{v} bao lâu thì xong ạ|{v} mất mấy ngày|mấy hôm thì lấy được, tôi đang {v}
        time|central|{v} mấy bữa thì xong|{v} khi mô có kết quả|{v} mất mấy ngày rứa
        time|south|{v} chừng nào xong vậy|{v} mất mấy ngày|{v} đợi bao lâu mới có
        time|highland|{v} mấy ngày xong|{v} bao lâu|{v} đợi mấy ngày
        time+|north|thế bao lâu thì có|mấy ngày thì xong ạ
        time+|central|rứa mấy bữa thì có|khi mô xong
        time+|south|vậy chừng nào có|đợi bao lâu vậy
        time+|highland|mấy ngày|bao lâu
        place|north|{v} thì nộp ở đâu ạ|muốn {v} phải đến chỗ nào|{v} thì ra đâu làm
        place|central|{v} nộp ở mô|{v} thì đi chỗ mô|muốn {v} ra mô làm
        place|south|{v} nộp ở đâu vậy|muốn {v} thì tới chỗ nào|{v} ra đâu làm vậy
        place|highland|{v} ở đâu|{v} đi chỗ nào|{v} nộp chỗ nào
        place+|north|thế nộp ở đâu|nộp chỗ nào ạ
        place+|central|rứa nộp ở mô|tới chỗ mô nộp
        place+|south|vậy nộp ở đâu|tới chỗ nào nộp
        place+|highland|ở đâu|nộp chỗ nào
        link|north|{v} có làm qua mạng được không ạ|{v} nộp online thì vào đâu|ngồi nhà nộp mạng {v} được không
        link|central|{v} nộp trên mạng được không rứa|{v} làm online vô trang mô
        link|south|{v} nộp online được hông|{v} vô trang web nào nộp vậy
        link|highland|{v} nộp trên điện thoại được không|{v} làm online ở đâu
        link+|north|có nộp qua mạng được không|thế nộp online thì sao
        link+|central|nộp trên mạng được không rứa|làm online được không
        link+|south|nộp online được hông|vậy nộp qua mạng được không
        link+|highland|nộp online được không|qua mạng được không
        deadline|north|{v} phải làm trong bao nhiêu ngày kẻo bị phạt|{v} để muộn có bị phạt không|chậm nhất khi nào phải {v}
        deadline|central|{v} trễ có bị phạt không rứa|hạn chót phải {v} là khi mô
        deadline|south|{v} trễ có bị phạt hông|hạn cuối {v} là chừng nào
        deadline|highland|{v} muộn có phạt không|hạn {v} khi nào
        deadline+|north|làm muộn có bị phạt không|thời hạn phải làm là bao lâu
        deadline+|central|trễ có bị phạt không rứa
        deadline+|south|trễ có bị phạt hông vậy
        deadline+|highland|muộn có phạt không
        subject|*|{v}|là {v}|tôi {v}
        """
}

extension PersonaPhraseTable {
    static let others = """

        dossier|north|hồ sơ của tôi đến đâu rồi ạ|cho tôi hỏi hồ sơ {c} xong chưa|tra giúp tôi hồ sơ {c}
        dossier|central|hồ sơ tui tới mô rồi|hồ sơ {c} xong chưa rứa
        dossier|south|hồ sơ của tui tới đâu rồi|coi dùm hồ sơ {c} xong chưa
        dossier|highland|hồ sơ xong chưa|hồ sơ {c} được chưa
        hours-today|*|hôm nay xã có làm việc không|bữa nay ủy ban làm tới mấy giờ
        hours-tomorrow|*|mai xã có làm việc không|ngày mai ủy ban mấy giờ mở cửa
        hours-saturday|*|thứ bảy xã có làm không|thứ 7 này ủy ban có ai trực không
        hours-sunday|*|chủ nhật xã có mở cửa không|chủ nhật này có làm việc không
        hours-any|*|xã làm việc từ mấy giờ đến mấy giờ|giờ giấc làm việc của xã thế nào
        contact-one_stop|*|cho xin số điện thoại bộ phận một cửa|một cửa của xã ở chỗ nào
        contact-police|*|số điện thoại công an xã là gì|cho hỏi công an xã ở đâu
        contact-health|*|số trạm y tế xã mấy|trạm y tế xã ở đâu vậy
        contact-military|*|xã đội ở đâu, số máy bao nhiêu|cho xin số ban chỉ huy quân sự xã
        person|north|cho tôi nói chuyện với cán bộ|tôi muốn gặp người thật, không nói với máy|bảo cán bộ gọi lại cho tôi với
        person|central|cho tui gặp cán bộ|tui muốn nói chuyện với người chứ không phải máy
        person|south|cho gặp cán bộ đi|nhờ cán bộ gọi lại dùm
        person|highland|muốn gặp cán bộ|cán bộ gọi cho mình
        report-noise|*|hàng xóm hát karaoke ầm ĩ tới khuya mà không ai nhắc|quán nhậu cạnh nhà mở nhạc to quá không ngủ được
        report-waste|*|người ta đổ rác bừa bãi ngay đầu thôn, hôi lắm|trại heo xả nước thải ra suối thối cả xóm
        report-road|*|đường vào thôn bị sụt một ổ to, xe máy ngã mấy lần rồi|cầu treo qua suối bị gãy ván, đi nguy hiểm lắm
        report-light|*|bóng đèn đường xóm tôi hỏng cả tháng chưa ai sửa|nước sạch thôn tôi mất ba ngày nay rồi
        report-animal|*|nhà bên thả bò phá hết rẫy mì của tôi|chó thả rông cắn trẻ con trong thôn
        referral-power|*|nhà tôi mất điện từ sáng, gọi ai|mất điện cả xóm thì báo ở đâu
        referral-divorce|*|tôi muốn ly hôn thì làm ở đâu|vợ chồng tôi muốn bỏ nhau, nộp đơn chỗ nào
        referral-policy-loan|*|muốn vay vốn hộ nghèo thì hỏi ai|vay tiền ngân hàng chính sách làm sao
        referral-vaccination|*|tiêm chủng cho cháu ở đâu|bao giờ tiêm vắc xin cho trẻ con
        danger-fire|*|cháy nhà rồi cứu với|nhà hàng xóm đang cháy to lắm
        danger-water|*|có đứa nhỏ rớt xuống suối chưa vớt được|có người đuối nước ở đập, giúp với
        danger-violence|*|nó đang cầm dao đuổi chém người|chồng tôi say đang đánh tôi, cứu tôi
        """

    static let talk = """

        hello|*|xin chào|chào cán bộ|alo xã ơi|cho hỏi với
        court|north|dạ |cán bộ ơi |cho em hỏi, 
        court|central|dạ thưa |cán bộ ơi |
        court|south|dạ |anh chị ơi |
        court|highland|cán bộ ơi |
        tail|north| ạ| nhé| cảm ơn
        tail|central| hỉ| với
        tail|south| nha| dạ cảm ơn
        tail|highland| với
        story|*|Chào các anh chị, tôi ở thôn dưới mới lên, mấy bữa trước có ra xã mà đông người quá nên chưa hỏi được, con cái thì đi làm xa hết không ai đi giùm, nay nhắn tin hỏi cho tiện. |Nhà tôi ở mãi trong làng, đường xa, bữa nay trời mưa không ra trung tâm được, nghe trưởng thôn nói nhắn vào số này sẽ có người chỉ, tôi cũng lớn tuổi rồi nên hỏi hơi dài, thông cảm giúp. |Hôm qua tôi có gọi điện mấy lần mà máy bận, cháu tôi bày cho nhắn tin vô đây, tôi viết chậm lắm, mong cán bộ đọc rồi trả lời rõ ràng cho tôi với, tôi xin cảm ơn trước nghe. 
        not-this|*|không phải, tôi hỏi |ý tôi là |nhầm rồi, 
        no-danger|*|không có ai bị gì đâu, |không, 
        thanks|north|cảm ơn nhé|cảm ơn cán bộ ạ
        thanks|central|cảm ơn hỉ|dạ cảm ơn
        thanks|south|dạ cảm ơn nhiều|cảm ơn nha
        thanks|highland|cảm ơn
        yes|*|đúng rồi|phải|1
        more|*|tiếp|TIẾP
        away|*|Tôi đang bận, sẽ gọi lại sau.|Hiện tại tôi không thể nghe máy. Vui lòng để lại lời nhắn.|Cảm ơn bạn đã liên hệ. Chúng tôi sẽ phản hồi trong thời gian sớm nhất.
        liked|*|Liked “{t}”|Đã thích “{t}”|Loved “{t}”|Emphasized “{t}”
        """
}
