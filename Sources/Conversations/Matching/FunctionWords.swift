import VietnameseText

/// Words that carry no matter of their own: pronouns, courtesy, particles, the frame of a question.
enum FunctionWords {
    /// Folded, for shares only: a word that is also something else without its marks does no harm here.
    static let folded = Vocabulary(
        """
        a ah ak ad admin em e anh chi co chu bac ong ba bo me cau mo di toi tui minh mk ban may no ho chau con nguoi ta
        chung cac nhung may nha nhe nhi nhe nghen ha hen hong khong chua roi da dang se vua moi con cung deu van lai ra
        vao len xuong di den toi tu o tai trong ngoai tren duoi cho voi va hoac hay nhung ma thi la bi duoc phai can muon
        xin hoi biet giup gium dum voi vay the rua nay do kia ay nay gi nao sao dau bao nhieu khi luc bay gio neu nhu
        nen de vi do boi qua rat lam hon nua them cai chiec su viec ve theo cua mot hai oi alo hi hello chao thua vang
        u uh ok thoi xem noi bao lam nhu the con a y ca luon dung ne nua lan nhieu it dang ky giay to thu tuc ho so nop cap phuong xa
        """.split(whereSeparator: \.isWhitespace).map { WordKey(String($0)) })
}
