"""What is refused when something is asked."""

from songbe.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound


class QuestionTooLong(InvalidInput):
    """A question that is a text."""

    code = "question_too_long"
    message_en = "The question has {length} characters; at most {most} are read. Ask more shortly."
    message_vi = "Câu hỏi dài {length} ký tự; chỉ đọc nhiều nhất {most}. Hãy hỏi ngắn hơn."


class NotYourConversation(NotAllowed):
    """Somebody else's conversation, or none."""

    code = "not_your_conversation"
    message_en = "The conversation {conversation} is not yours. Begin another at /hoi/."
    message_vi = "Cuộc hỏi đáp {conversation} không phải của bạn. Hãy bắt đầu cuộc khác tại /hoi/."


class NoSuchChoice(InvalidInput):
    """A chip with something that cannot be chosen."""

    code = "no_such_choice"
    message_en = "{given!r} cannot be chosen for {what}. Choose one of those offered."
    message_vi = "Không chọn được {given!r} cho {what}. Hãy chọn một mục có trong danh sách."


class UnknownProposal(NotFound):
    """A proposed synonym that does not exist."""

    code = "unknown_proposal"
    message_en = "There is no proposed synonym {number}. See /hoi/tu-dong-nghia/."
    message_vi = "Không có đề xuất tên gọi số {number}. Xem /hoi/tu-dong-nghia/."


class DecidedAlready(Conflict):
    """A decision that the state of a proposal does not admit."""

    code = "decided_already"
    message_en = "“{name}” for {indicator} is {state}: it cannot be decided so. Look again."
    message_vi = "Tên gọi “{name}” của {indicator} đang là {state}, không quyết định như vậy được. Hãy xem lại."


class WhyDeclined(InvalidInput):
    """A proposal that is declined without a reason."""

    code = "why_declined"
    message_en = "Say why “{name}” is not a name of {indicator}; nothing was decided."
    message_vi = "Hãy nêu lý do “{name}” không phải tên gọi của {indicator}; chưa quyết định gì."


class ChangesOthers(Conflict):
    """A name with which other questions would be understood worse."""

    code = "changes_others"
    message_en = "“{name}” was not accepted for {indicator}: {worse} of {questions} questions would be understood worse, such as {examples}. Decline it with this reason, or leave it open."  # noqa: E501
    message_vi = "Chưa nhận “{name}” làm tên gọi của {indicator}: trong {questions} câu đã biết có {worse} câu sẽ bị hiểu sai, như {examples}. Hãy từ chối với lý do này, hoặc để đó."  # noqa: E501
